package ansatz.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Column;
import ansatz.data.DataException;
import ansatz.data.Dataset;
import ansatz.data.TableReader;
import ansatz.testkit.TableReaderContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Nested
  class Plain extends TableReaderContract {
    @Override
    protected TableReader reader() {
      return new Csv();
    }

    @Override
    protected byte[] file(Dataset table) {
      return written(table, ",").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected String ending() {
      return "csv";
    }
  }

  @Nested
  class CompressedTabs extends TableReaderContract {
    @Override
    protected TableReader reader() {
      return new Csv();
    }

    @Override
    protected byte[] file(Dataset table) throws IOException {
      return gzip(written(table, "\t").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected String ending() {
      return "tsv.gz";
    }
  }

  @Test
  void numbersAndLevels() {
    Dataset read = read("age, group ,score\r\n31,b,1e3\r\n\r\n 42 ,a,-.5\r\n53,b,+7.\r\n");
    assertEquals("x", read.name());
    assertArrayEquals(new double[] {31, 42, 53}, numbers(read, "age"));
    assertArrayEquals(new double[] {1000, -0.5, 7}, numbers(read, "score"));
    assertEquals(List.of("a", "b"), levels(read, "group").levels());
    assertArrayEquals(new int[] {1, 0, 1}, levels(read, "group").codes());
  }

  @Test
  void missingValues() {
    Dataset read = read("a,b\n,x\nNA,NA\nNaN,nan\nnull,NULL\n?,?\n\"\",\"\"\n1,\"NA\"\n");
    assertEquals(6, read.column("a").missing());
    assertEquals(5, read.column("b").missing());
    assertEquals(List.of("NA", "x"), levels(read, "b").levels());
    assertEquals(2, read("a,b\n1,\n2,NA\n").column("b").missing());
  }

  @Test
  void aColumnOfMostlyTextsIsCategorical() {
    Dataset read = read("size\n10\n2\nlarge\n");
    assertEquals(List.of("10", "2", "large"), levels(read, "size").levels());
    assertArrayEquals(new int[] {0, 1, 2}, levels(read, "size").codes());
    Dataset declared = new Csv().read("x.csv", source("size\n10\n2\n2\n"), Set.of("size"));
    assertEquals(List.of("2", "10"), levels(declared, "size").levels());
    Dataset mended = new Csv().read("x.csv", source("a\n" + "1\n".repeat(99) + "b\n"), Set.of("a"));
    assertEquals(List.of("1", "b"), levels(mended, "a").levels());
  }

  @Test
  void anOddValueAmongNumbersIsAMistake() {
    String rows = IntStream.range(0, 15).mapToObj(i -> i + ",u\n").collect(Collectors.joining());
    refused(
        "x.csv:17: column 'age': 'abc' is not a number (15 rows above are): fix it, leave it empty if it is missing, "
            + "or declare the column categorical",
        "age,k\n" + rows + "abc,u\n");
    refused(
        "x.csv:2: column 'age': 'abc' is not a number (15 rows below are): fix it, leave it empty if it is missing, "
            + "or declare the column categorical",
        "age,k\nabc,u\n" + rows);
    for (String infinite : List.of("inf", "-Infinity", "1e400")) {
      refused("x.csv:3: column 'a': '" + infinite + "' is not finite, but numbers must be: leave it empty if it is "
          + "missing, or declare the column categorical", "a\n1\n" + infinite + "\n");
    }
  }

  @Test
  void quotesAndLines() {
    Dataset read = read("\"a\"\"b\",\"c\nd\"\n\"1\",\"x,\ny\"\n\"2\",\" z\"\n");
    assertEquals(List.of("a\"b", "c\nd"), read.names());
    assertArrayEquals(new double[] {1, 2}, numbers(read, "a\"b"));
    assertEquals(List.of(" z", "x,\ny"), levels(read, "c\nd").levels());
    refused("x.csv:5: 1 field, the header has 2", "a,b\n\"p\nq\",1\n2,3\n7\n");
    refused("x.csv:3: the quote that opens here is never closed", "a,b\n\"p\nq\",\"never\n2,3\n");
    refused("x.csv:3: the quote that opens here is never closed", "a,b\nx,y\n\"never,2\n3,4\n");
    refused("x.csv:2: text follows a closing quote: a quote inside of a quoted value is written as two quotes",
        "a,b\n\"p\"q,1\n");
    refused("x.csv:2: column 'b': a quote must be the first character of its field: delete the space before it",
        "a,b\n1, \"p\"\n");
  }

  @Test
  void headers() {
    refused("x.csv: the file is empty", "");
    refused("x.csv: the file is empty", "\ufeff");
    refused("x.csv: there is a header but no row", "a,b\n");
    refused("x.csv:1: columns 1 and 3 are both named 'a'", "a,b,a\n1,2,3\n");
    refused("x.csv:1: column 2 has no name", "a,,c\n1,2,3\n");
    refused(
        "x.csv:1: the first line has numbers where the names of the columns are expected: add a header, or quote the "
            + "names",
        "5.1,3.5\n4.9,3.0\n");
    assertEquals(List.of("1990", "2000"), read("\"1990\",\"2000\"\n1,2\n").names());
    refused("x.csv:1: the columns seem to be separated by ';': separate them by ',', as the ending of the file says",
        "a;b\n1;2\n");
    assertEquals(List.of("a"), read("\ufeffa\n1\n").names());
    assertEquals("\u00e9", read("e\u0301\n1\n").names().getFirst());
    assertEquals("there is no column 'aeg' to be categorical; allowed: age", assertThrows(DataException.class,
        () -> new Csv().read("x.csv", source("age\n1\n"), Set.of("aeg"))).getMessage().substring("x.csv:1: ".length()));
  }

  @Test
  void raggedRows() {
    refused("x.csv:5: 4 fields, the header has 5", "a,b,c,d,e\n1,2,3,4,5\n\n1,2,3,4,5\n1,2,3,4\n");
    refused("x.csv:2: 3 fields, the header has 2", "a,b\n1,2,3\n");
    refused("x.csv:3: the line is empty: write NA if the value is missing, or delete the line", "a\n1\n\n2\n");
    assertEquals(2, read("a\n1\n2\n\n\n").size());
  }

  @Test
  void otherBytes() {
    refusedBytes("x.csv:3: byte 0xE9 is not UTF-8: save the file as UTF-8",
        "a,b\n1,2\n3,caf\u00e9\n4,5\n".getBytes(StandardCharsets.ISO_8859_1));
    refusedBytes("x.csv:1: byte 0xFF is not UTF-8: save the file as UTF-8",
        "\ufeffa\n1\n".getBytes(StandardCharsets.UTF_16LE));
    refusedBytes("x.csv:2: a NUL byte: this is not a text file", "a,b\n1,\0\n".getBytes(StandardCharsets.UTF_8));
    byte[] cut = "a\n\u00e9".getBytes(StandardCharsets.UTF_8);
    refusedBytes("x.csv:2: byte 0xC3 is not UTF-8: save the file as UTF-8", Arrays.copyOf(cut, 3));
  }

  @Test
  void compressedFiles() throws IOException {
    byte[] whole = gzip("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(2, new Csv().read("x.CSV.gz", () -> new ByteArrayInputStream(whole), Set.of()).size());
    String cut = gzMessage(Arrays.copyOf(whole, whole.length - 4));
    assertEquals("x.csv.gz: the compressed file ends early; it was cut off: copy it again", cut);
    assertEquals("x.csv.gz: not a valid gzip file: Not in GZIP format", gzMessage("plain text".getBytes()));
    assertEquals("x.csv.gz: expands to more than 200 times its size; if that is right, expand it with gunzip",
        gzMessage(bomb(80 << 20)));
    assertTrue(assertThrows(DataException.class, () -> new Csv().read("x.xls", source("a\n1\n"), Set.of())).getMessage()
        .startsWith("x.xls: the ending is none of csv, csv.gz, tsv, tsv.gz"));
  }

  @Test
  void filesThatCannotBeRead() {
    for (IOException failure : List.of(new AccessDeniedException("x.csv"), new IOException("disk on fire"))) {
      Csv.Source broken = () -> {
        throw failure;
      };
      assertEquals(
          "x.csv: " + (failure instanceof AccessDeniedException
              ? "no permission to read it"
              : "cannot be read: disk on fire"),
          assertThrows(DataException.class, () -> new Csv().read("x.csv", broken, Set.of())).getMessage());
    }
  }

  private static String gzMessage(byte[] bytes) {
    return assertThrows(DataException.class,
        () -> new Csv().read("x.csv.gz", () -> new ByteArrayInputStream(bytes), Set.of())).getMessage();
  }

  /** Rows of zeros, which shrink a thousand times. */
  private static byte[] bomb(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write('a');
      byte[] zeros = "\n0.0000000000000000000000000000000000000000000000".repeat(1000).getBytes(StandardCharsets.UTF_8);
      for (int written = 0; written < size; written += zeros.length) {
        gzip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static String written(Dataset table, String separator) {
    StringBuilder text = new StringBuilder(
        table.names().stream().map(CsvTest::quoted).collect(Collectors.joining(separator)));
    for (int i = 0; i < table.size(); i++) {
      int row = i;
      text.append('\n').append(
          table.columns().stream().map(column -> value(column, row)).collect(Collectors.joining(separator)));
    }
    return text.append('\n').toString();
  }

  private static String value(Column column, int row) {
    return column.isMissing(row) ? "NA" : switch (column) {
      case Column.Numeric numeric -> Double.toString(numeric.values()[row]).replace(".0", "");
      case Column.Categorical categorical -> quoted(categorical.levels().get(categorical.codes()[row]));
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static Dataset read(String text) {
    return new Csv().read("data/x.csv", source(text), Set.of());
  }

  private static Csv.Source source(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String message, String text) {
    refusedBytes(message, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refusedBytes(String message, byte[] bytes) {
    assertEquals("data/" + message, assertThrows(DataException.class,
        () -> new Csv().read("data/x.csv", () -> new ByteArrayInputStream(bytes), Set.of())).getMessage());
  }

  private static double[] numbers(Dataset data, String column) {
    return ((Column.Numeric) data.column(column)).values();
  }

  private static Column.Categorical levels(Dataset data, String column) {
    return (Column.Categorical) data.column(column);
  }
}
