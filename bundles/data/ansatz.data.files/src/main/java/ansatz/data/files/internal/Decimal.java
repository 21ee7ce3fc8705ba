package ansatz.data.files.internal;

/**
 * Decimal numbers as they stand in tables: {@code -12}, {@code .5}, {@code 6.02e23}.
 *
 * <p>Correctly rounded. A number m 10^e with m at most 2^53 and e from -22 to 22 needs one rounded product or quotient
 * of two exact float64 numbers; the others, which are rare, go through the Java library.
 */
final class Decimal {
  private static final double[] TEN_TO = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
    1e14,
    1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  private static final long EXACT = 1L << 53;

  private Decimal() {}

  static double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /** The number, NaN where there is none, infinite for {@code inf} and for what is beyond the range of float64. */
  static double parse(char[] text, int from, int to) {
    int i = from;
    boolean negative = i < to && text[i] == '-';
    if (negative || i < to && text[i] == '+') {
      i++;
    }
    long mantissa = 0;
    int exponent = 0;
    int digits = 0;
    boolean point = false;
    boolean exact = true;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        mantissa = 10 * mantissa + digit;
        exact &= mantissa >= 0 && mantissa <= EXACT;
        mantissa = exact ? mantissa : 0;
        exponent -= point ? 1 : 0;
        digits++;
      } else if (text[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return isInfinite(text, i, to) ? negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY : Double.NaN;
    }
    if (i < to) {
      int power = power(text, i, to);
      if (power == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += power;
    }
    if (!exact || Math.abs(exponent) >= TEN_TO.length) {
      return Double.parseDouble(new String(text, from, to - from));
    }
    double value = exponent < 0 ? mantissa / TEN_TO[-exponent] : mantissa * TEN_TO[exponent];
    return negative ? -value : value;
  }

  /** The number after {@code e}, kept within what cannot overflow; the smallest integer where there is none. */
  private static int power(char[] text, int from, int to) {
    int i = from + 1;
    boolean negative = i < to && text[i] == '-';
    if (negative || i < to && text[i] == '+') {
      i++;
    }
    if (text[from] != 'e' && text[from] != 'E' || i == to) {
      return Integer.MIN_VALUE;
    }
    int power = 0;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      power = Math.min(10 * power + digit, 100_000_000);
    }
    return negative ? -power : power;
  }

  private static boolean isInfinite(char[] text, int from, int to) {
    String word = new String(text, from, to - from);
    return word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
  }
}
