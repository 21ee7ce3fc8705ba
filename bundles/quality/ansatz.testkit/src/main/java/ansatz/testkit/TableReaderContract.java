package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every reader of tables, whatever its format. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TableReaderContract {
  @TempDir
  Path folder;

  /** The reader. */
  protected abstract TableReader reader();

  /** A file of its format with the columns of this table. */
  protected abstract byte[] file(Dataset table) throws IOException;

  /** The ending of such a file. */
  protected abstract String ending();

  @Test
  final void R1_whatWasWrittenIsRead() throws IOException {
    Dataset read = reader().read(write("table", file(table())));
    assertEquals("table", read.name());
    assertEquals(table().names(), read.names());
    assertArrayEquals(((Column.Numeric) table().column("x")).values(), ((Column.Numeric) read.column("x")).values());
    assertEquals(table().fingerprint(), read.fingerprint(), "the fingerprint depends on the format");
  }

  @Test
  final void R2_declaredColumnsAreCategorical() throws IOException {
    Path file = write("table", file(table()));
    Column.Categorical k = (Column.Categorical) reader().read(file, Set.of("k")).column("k");
    assertEquals(List.of("-3", "2", "10"), k.levels());
    assertArrayEquals(new int[] {2, 1, 0, 2}, k.codes());
    refused("nothing", () -> reader().read(file, Set.of("nothing")));
  }

  @Test
  final void R3_itsEndingsAreLowerCase() {
    assertTrue(reader().endings().contains(ending()));
    assertTrue(reader().endings().stream().allMatch(e -> e.matches("[a-z0-9]+(\\.[a-z0-9]+)*")));
  }

  @Test
  final void R4_aFileThatIsNotThereIsNamed() throws IOException {
    write("measured", file(table()));
    Path missing = folder.resolve("mesured." + ending());
    String message = refused(missing + ": no such file", () -> reader().read(missing));
    assertTrue(message.contains("did you mean '" + folder.resolve("measured." + ending()) + "'?"), message);
    Path directory = Files.createDirectory(folder.resolve("folder." + ending()));
    refused(directory.toString(), () -> reader().read(directory));
  }

  @Test
  final void R5_anEmptyFileIsRefused() throws IOException {
    Path file = write("empty", new byte[0]);
    refused(file.toString(), () -> reader().read(file));
  }

  /** Damage is refused as bad data or gives a whole table, never another error. */
  @Test
  final void R6_damageIsRefusedOrHarmless() throws IOException {
    byte[] whole = file(table());
    for (int i = 0; i < whole.length; i++) {
      tryToRead(Arrays.copyOf(whole, i));
      for (int change : new int[] {0x01, 0x80, 0xff, whole[i]}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        tryToRead(damaged);
      }
    }
  }

  private void tryToRead(byte[] bytes) throws IOException {
    Path file = write("damaged", bytes);
    try {
      Dataset read = reader().read(file);
      assertTrue(read.columns().stream().allMatch(column -> column.size() == read.size()));
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), () -> "the file is not named: " + e.getMessage());
    }
  }

  private static String refused(String named, Executable call) {
    String message = assertThrows(DataException.class, call).getMessage();
    assertTrue(message.contains(named), message);
    assertFalse(message.isBlank());
    return message;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name + "." + ending()), bytes);
  }

  private static Dataset table() {
    return new Dataset("table",
        List.of(new Column.Numeric("x", new double[] {0.1, -0.0, Double.NaN, 5e-324}),
            new Column.Numeric("k", new double[] {10, 2, -3, 10}),
            new Column.Categorical("gr\u00f6\u00dfe, \"cm\"", new int[] {0, 2, 1, -1},
                List.of("a,b", "line\nbreak", "\u00e4 \"c\""))),
        Map.of(), "");
  }
}
