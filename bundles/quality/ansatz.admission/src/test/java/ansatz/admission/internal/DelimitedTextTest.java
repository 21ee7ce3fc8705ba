package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column;
import ansatz.data.Dataset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class DelimitedTextTest {
  private static final Dataset TABLE = new Dataset("table",
      List.of(new Column.Numeric("x", new double[] {10, -0.0, Double.NaN, 0.05}),
          new Column.Categorical("a \"b\"", new int[] {0, -1, 1, 0}, List.of("ü,", "line\nbreak"))),
      Map.of(), "");

  @Test
  void numbersAreWrittenAsPeopleDoAndTextIsQuoted() throws IOException {
    String expected = "\"x\",\"a \"\"b\"\"\"\n10,\"ü,\"\n-0.0,NA\nNA,\"line\nbreak\"\n0.05,\"ü,\"\n";
    assertEquals(expected, new String(DelimitedText.write(TABLE, "csv"), StandardCharsets.UTF_8));
    byte[] compressed = DelimitedText.write(TABLE, "tsv.gz");
    String read = new String(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(),
        StandardCharsets.UTF_8);
    assertTrue(read.startsWith("\"x\"\t\"a"), read);
  }

  @Test
  void otherFormatsCannotBeWritten() {
    assertTrue(DelimitedText.writes("csv.gz"));
    assertFalse(DelimitedText.writes("parquet"));
    assertFalse(DelimitedText.writes("parquet.gz"));
  }
}
