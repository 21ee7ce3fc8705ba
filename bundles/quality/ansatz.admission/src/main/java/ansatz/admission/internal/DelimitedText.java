package ansatz.admission.internal;

import ansatz.data.Column;
import ansatz.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Tables as text with separators, which readers are tried on. */
final class DelimitedText {
  private static final Map<String, String> SEPARATORS = Map.of("csv", ",", "tsv", "\t");
  private static final String COMPRESSED = ".gz";

  private DelimitedText() {}

  /** Whether files with that ending can be written. */
  static boolean writes(String ending) {
    return SEPARATORS.containsKey(plain(ending));
  }

  static byte[] write(Dataset table, String ending) throws IOException {
    String separator = SEPARATORS.get(plain(ending));
    Stream<String> rows = IntStream.range(0, table.size())
        .mapToObj(i -> line(table, separator, column -> value(column, i)));
    String text = Stream.concat(Stream.of(line(table, separator, column -> quoted(column.name()))), rows)
        .collect(Collectors.joining("\n", "", "\n"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ending.endsWith(COMPRESSED) ? compressed(bytes) : bytes;
  }

  private static String plain(String ending) {
    return ending.endsWith(COMPRESSED) ? ending.substring(0, ending.length() - COMPRESSED.length()) : ending;
  }

  private static String line(Dataset table, String separator, Function<Column, String> cell) {
    return table.columns().stream().map(cell).collect(Collectors.joining(separator));
  }

  private static String value(Column column, int row) {
    return column.isMissing(row) ? "NA" : switch (column) {
      case Column.Numeric numeric -> number(numeric.values()[row]);
      case Column.Categorical categorical -> quoted(categorical.levels().get(categorical.codes()[row]));
    };
  }

  /** Whole numbers as people write them: where they are names of classes, the names are {@code 2} and {@code 10}. */
  private static String number(double value) {
    return value == Math.rint(value) && value != 0 ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }
}
