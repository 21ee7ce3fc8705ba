package ansatz.cli.text.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people. */
public final class Numbers {
  private static final int DIGITS = 4;

  private Numbers() {}

  /** Four significant digits: {@code 54.12}, {@code 0.0001234}, {@code 1.235e-7}. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e7 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    return plain(value, DIGITS);
  }

  private static String plain(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** A mean with its standard error, given to two digits: {@code 54.1 ± 1.2}; without one where it is not known. */
  public static String of(double mean, double standardError) {
    if (!Double.isFinite(mean) || !Double.isFinite(standardError) || standardError <= 0) {
      return of(mean);
    }
    int decimals = 1 - (int) Math.floor(Math.log10(standardError));
    if (decimals > 8 || decimals < -6) {
      return of(mean) + " ± " + String.format(Locale.ROOT, "%.1e", standardError);
    }
    return fixed(mean, decimals) + " ± " + fixed(standardError, decimals);
  }

  private static String fixed(double value, int decimals) {
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.setScale(Math.max(0, decimals), RoundingMode.UNNECESSARY).toPlainString();
  }

  /** A p value: {@code 0.87}, {@code 0.016}, {@code < 1e-4}. */
  public static String probability(double p) {
    return p < 1e-4 ? "< 1e-4" : Double.isNaN(p) ? "–" : plain(p, 2);
  }

  /** As it would stand in a file: {@code 1e-6}, {@code 0.5}, {@code 10}, {@code kmeans}. */
  public static String literal(Object value) {
    if (!(value instanceof Double number) || !Double.isFinite(number)) {
      return String.valueOf(value);
    }
    BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (number == 0 || exponent >= -3 && exponent < 7) {
      return number == 0 ? "0" : exact.toPlainString();
    }
    return exact.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  /** {@code 0.3 s}, {@code 12 s}, {@code 4 m 05 s}, {@code 2 h 03 m}. */
  public static String duration(double seconds) {
    if (!(seconds >= 0)) {
      return "–";
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d m %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d m", whole / 3600, whole % 3600 / 60);
  }

  /** {@code 640 B}, {@code 1.5 KiB}, {@code 80 GiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = bytes / Math.pow(1024, power);
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %siB" : "%.0f %siB", value, "KMGTPE".charAt(power - 1));
  }
}
