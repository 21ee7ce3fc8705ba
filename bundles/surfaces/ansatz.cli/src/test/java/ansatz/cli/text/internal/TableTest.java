package ansatz.cli.text.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Paint PLAIN = new Paint(false);

  @Test
  void columnsAreAligned() {
    Table table = new Table("model", "RMSE>").row("ols", "54.1 ± 1.2").row("ridge", "9 ± 1");
    assertEquals(List.of("model        RMSE", "ols    54.1 ± 1.2", "ridge       9 ± 1"), table.lines(80, PLAIN));
  }

  @Test
  void columnsThatDoNotFitGoOnBelow() {
    Table table = new Table("model", "first>", "second>").row("ols", "1.000 ± 0.001", "2.000 ± 0.001");
    List<String> lines = table.lines(24, PLAIN);
    assertEquals(List.of("model          first", "ols    1.000 ± 0.001", "", "model         second",
        "ols    2.000 ± 0.001"), lines);
  }

  @Test
  void longLastColumnIsFolded() {
    Table table = new Table("name", "meaning").row("lambda", "penalty on the squared weights of the model");
    List<String> lines = table.lines(40, PLAIN);
    assertEquals(List.of("name    meaning", "lambda  penalty on the squared weights", "        of the model"), lines);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 40));
  }

  @Test
  void coloursDoNotShiftColumns() {
    Table table = new Table("a", "b>").row(List.of("x", "1"), new boolean[] {true, false});
    assertEquals("\033[1mx\033[0m  1", table.lines(80, new Paint(true)).get(1));
  }

  @Test
  void rowsHaveAllCells() {
    assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row("x"));
  }
}
