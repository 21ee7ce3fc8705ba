package ansatz.data.files.internal;

import ansatz.data.Column;
import ansatz.data.DataException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Collects the values of one column and decides whether it is numeric or categorical. */
final class ColumnBuilder {
  /** A column of which at least 9 in 10 values are numbers is numeric, and the others are mistakes. */
  private static final double NUMERIC_SHARE = 0.9;

  /** The first value that does not fit into a numeric column. */
  private record Odd(long line, String value, long numbersAbove) {}

  final String name;
  private final String file;
  private boolean text;
  private int rows;
  private double[] numbers = new double[1024];
  private int[] codes = new int[0];
  private final Map<String, Integer> levels = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private long numeric;
  private long words;
  private Odd odd;

  ColumnBuilder(String file, String name, boolean text) {
    this.file = file;
    this.name = name;
    if (text) {
      becomeText();
    }
  }

  void add(char[] field, int offset, int length, boolean quoted, long line) {
    int from = offset;
    int to = offset + length;
    while (!quoted && from < to && field[from] <= ' ') {
      from++;
    }
    while (!quoted && from < to && field[to - 1] <= ' ') {
      to--;
    }
    if (from == to || !quoted && isMissing(field, from, to)) {
      put(Double.NaN, -1);
      return;
    }
    double number = Decimal.parse(field, from, to);
    numeric += Double.isNaN(number) ? 0 : 1;
    words += Double.isNaN(number) ? 1 : 0;
    if (!Double.isFinite(number) && odd == null) {
      odd = new Odd(line, new String(field, from, to - from), numeric - (Double.isNaN(number) ? 0 : 1));
    }
    if (Double.isNaN(number) && numeric == 0 && words == 1) {
      becomeText();
    }
    if (text && !quoted && field[from] == '"') {
      throw new DataException(file + ":" + line + ": column '" + name
          + "': a quote must be the first character of its field: delete the space before it");
    }
    put(number, text ? code(new String(field, from, to - from)) : -1);
  }

  /** The column; nothing where its first values are numbers but most others are not, and it has to be read as text. */
  Optional<Column> build(boolean declared) {
    if (!declared && odd != null && numeric >= NUMERIC_SHARE * (numeric + words)) {
      throw mistake();
    }
    if (text) {
      return Optional.of(categorical());
    }
    return words > 0 ? Optional.empty() : Optional.of(new Column.Numeric(name, Arrays.copyOf(numbers, rows)));
  }

  private DataException mistake() {
    String where = file + ":" + odd.line + ": column '" + name + "': '" + odd.value + "' ";
    if (!Double.isNaN(Decimal.parse(odd.value))) {
      return new DataException(
          where + "is not finite, but numbers must be: leave it empty if it is missing, or declare "
              + "the column categorical");
    }
    String others = odd.numbersAbove > 0
        ? odd.numbersAbove + (odd.numbersAbove == 1 ? " row above is" : " rows above are")
        : numeric + (numeric == 1 ? " row below is" : " rows below are");
    return new DataException(
        where + "is not a number (" + others + "): fix it, leave it empty if it is missing, or declare the column "
            + "categorical");
  }

  private void becomeText() {
    text = true;
    codes = new int[Math.max(1024, rows)];
    Arrays.fill(codes, 0, rows, -1); // whatever came before the first value is missing
    numbers = new double[0];
  }

  private void put(double number, int code) {
    if (text) {
      codes = rows < codes.length ? codes : Arrays.copyOf(codes, grown());
      codes[rows++] = code;
    } else {
      numbers = rows < numbers.length ? numbers : Arrays.copyOf(numbers, grown());
      numbers[rows++] = number;
    }
  }

  private int grown() {
    if (rows >= Integer.MAX_VALUE - 8) {
      throw new DataException(file + ": more than " + rows + " rows");
    }
    return (int) Math.min(2L * rows, Integer.MAX_VALUE - 8);
  }

  /** The number of the level in the order of appearance; spellings that differ in their Unicode form are one level. */
  private int code(String value) {
    Integer known = levels.get(value);
    if (known != null) {
      return known;
    }
    String level = Normalizer.normalize(value, Normalizer.Form.NFC);
    int code = levels.computeIfAbsent(level, _ -> {
      order.add(level);
      return order.size() - 1;
    });
    levels.put(value, code);
    return code;
  }

  /** Levels are sorted, as numbers if all of them are, so that the order of the rows does not matter. */
  private Column categorical() {
    List<String> sorted = new ArrayList<>(order);
    boolean countable = sorted.stream().noneMatch(level -> Double.isNaN(Decimal.parse(level)));
    sorted.sort(countable
        ? Comparator.comparingDouble((String level) -> Decimal.parse(level)).thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder());
    Map<String, Integer> place = new HashMap<>();
    sorted.forEach(level -> place.put(level, place.size()));
    int[] places = IntStream.range(0, order.size()).map(k -> place.get(order.get(k))).toArray();
    int[] result = new int[rows];
    Arrays.setAll(result, i -> codes[i] < 0 ? -1 : places[codes[i]]);
    return new Column.Categorical(name, result, sorted);
  }

  private static boolean isMissing(char[] field, int from, int to) {
    return switch (to - from) {
      case 1 -> field[from] == '?';
      case 2 -> field[from] == 'N' && field[from + 1] == 'A';
      case 3 -> field[from] > '9' && new String(field, from, 3).equalsIgnoreCase("nan");
      case 4 -> field[from] > '9' && new String(field, from, 4).equalsIgnoreCase("null");
      default -> false;
    };
  }
}
