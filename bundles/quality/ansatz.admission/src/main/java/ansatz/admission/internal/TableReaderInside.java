package ansatz.admission.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.data.Dataset;
import ansatz.data.TableReader;
import ansatz.testkit.TableReaderContract;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Once for each ending of each reader; rules that need a table in a file are skipped where it cannot be written here. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("subjects")
class TableReaderInside extends TableReaderContract {
  /** A reader and one of the endings that it reads. */
  record Reading(Subject<TableReader> reader, String ending) {
    @Override
    public String toString() {
      return reader.name() + " ." + ending;
    }
  }

  @Parameter
  Reading subject;

  static List<Reading> subjects() {
    return Subjects.current().services(TableReader.class).stream().flatMap(TableReaderInside::readings).toList();
  }

  private static Stream<Reading> readings(Subject<TableReader> reader) {
    return reader.make().endings().stream().sorted().map(ending -> new Reading(reader, ending));
  }

  @Override
  protected TableReader reader() {
    return subject.reader().make();
  }

  @Override
  protected byte[] file(Dataset table) throws IOException {
    assumeTrue(DelimitedText.writes(subject.ending()), () -> "no table can be written here as ." + subject.ending());
    return DelimitedText.write(table, subject.ending());
  }

  @Override
  protected String ending() {
    return subject.ending();
  }
}
