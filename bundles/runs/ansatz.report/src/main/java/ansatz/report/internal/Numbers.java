package ansatz.report.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a paper prints them: as many digits as their uncertainty allows, a true minus sign. */
final class Numbers {
  /** Not broken over lines. */
  private static final String PLUS_MINUS = "\u00a0±\u00a0";

  private Numbers() {}

  /** Mean and standard error, the error with two digits: {@code 54.8 ± 1.2}. */
  static String estimate(double mean, double standardError) {
    if (!Double.isFinite(standardError) || standardError <= 0 || !Double.isFinite(mean)) {
      return plain(mean);
    }
    int decimals = decimals(standardError);
    if (decimals > 8 || Math.abs(mean) >= 1e7) {
      return plain(mean) + PLUS_MINUS + plain(standardError, 2);
    }
    return fixed(mean, decimals) + PLUS_MINUS + fixed(standardError, decimals);
  }

  /** Decimals that leave two digits of an error. */
  static int decimals(double standardError) {
    return Math.max(0, 1 - (int) Math.floor(Math.log10(standardError)));
  }

  /** Up to four significant digits. */
  static String plain(double value) {
    return plain(value, 4);
  }

  static String plain(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size == Math.rint(size) && size < 1e7) {
      return minus(String.format(Locale.ROOT, size < 1e4 ? "%.0f" : "%,.0f", value));
    }
    if (size >= 1e7 || size < 1e-4) {
      return minus(String.format(Locale.ROOT, "%." + (digits - 1) + "e", value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return minus(rounded.stripTrailingZeros().toPlainString());
  }

  static String fixed(double value, int decimals) {
    String text = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    return minus(new BigDecimal(text).signum() == 0 ? text.replace("-", "") : text);
  }

  /** {@code 0.12}, {@code 0.004}, {@code < 0.001}. */
  static String p(double p) {
    return Double.isNaN(p) ? "–" : p < 0.001 ? "< 0.001" : plain(p, 2);
  }

  /** {@code 12,345}. */
  static String count(long count) {
    return minus(String.format(Locale.ROOT, "%,d", count));
  }

  static String percent(double share) {
    return fixed(100 * share, 0) + " %";
  }

  /** {@code 0.42 s}, {@code 2 min 5 s}, {@code 1 h 3 min}. */
  static String duration(double seconds) {
    if (seconds < 0.9995) {
      return seconds < 0.0009995 ? plain(seconds * 1e6, 3) + " µs" : plain(seconds * 1e3, 3) + " ms";
    }
    if (seconds < 59.95) {
      return plain(seconds, 3) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** A number for the page's data: five significant digits, null for what JSON cannot hold. */
  static Double compact(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return new BigDecimal(value).round(new MathContext(5)).doubleValue();
  }

  private static String minus(String text) {
    return text.replace('-', '−');
  }
}
