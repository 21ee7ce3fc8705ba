package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** The largest error of a function, in units in the last place of the exact result. */
final class Ulps {
  private final String function;
  private double worst;
  private String where = "";
  private long count;

  Ulps(String function) {
    this.function = function;
  }

  /** A result of float64 beside the exact one. */
  void add(double result, BigDecimal exact, double... at) {
    double rounded = exact.doubleValue();
    if (Double.isFinite(rounded) && Double.isFinite(result))
      add(exact.subtract(new BigDecimal(result), MathContext.DECIMAL64)
          .divide(new BigDecimal(Math.ulp(rounded)), MathContext.DECIMAL64).doubleValue(), at);
    else
      add(result == rounded ? 0 : Double.POSITIVE_INFINITY, at);
  }

  /** A result of float32 beside one of float64. */
  void add(float result, double exact, double... at) {
    float rounded = (float) exact;
    if (Float.isFinite(rounded) && Float.isFinite(result))
      add((result - exact) / Math.ulp(rounded), at);
    else
      add(Float.compare(result, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY, at);
  }

  private void add(double error, double... at) {
    count++;
    if (Math.abs(error) > worst) {
      worst = Math.abs(error);
      where = Arrays.toString(at);
    }
  }

  /** Prints the error and fails where it is larger. */
  void atMost(double bound) {
    String line = String.format(Locale.ROOT, "%-18s %.3f ulp of %,d, at %s", function, worst, count, where);
    System.out.println(line);
    assertTrue(count > 0 && worst <= bound, line + ", allowed: " + bound);
  }
}
