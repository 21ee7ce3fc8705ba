package ansatz.tensor.primitive;

import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/** Special functions in float64 as the reference meaning of primitives. */
final class Special {
  private Special() {}

  /** a^b by IEEE 754: 1^b = 1 for every b, and (-1)^b = 1 for infinite b, where Java says NaN. */
  static double pow(double a, double b) {
    return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
  }

  /** By the power series up to 1, beyond by the continued fraction of 1 - erf; within 2 units of the last place. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (!(a < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    if (a < 1) {
      double sum = 0;
      for (int n = 40; n >= 0; n--) {
        sum = 1.0 / (2 * n + 1) - x * x / (n + 1) * sum;
      }
      return 2 / Math.sqrt(Math.PI) * x * sum;
    }
    double fraction = a;
    for (int k = 200; k > 0; k--) {
      fraction = a + k / 2.0 / fraction;
    }
    return Math.copySign(1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * fraction), x);
  }

  static double erfinv(double x) {
    return Erf.erfInv(x);
  }

  /** log |Gamma(x)|, by reflection below 1/2; infinite at 0, -1, -2, ... */
  static double lgamma(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Double.isInfinite(x) || x <= 0 && x == Math.rint(x)) {
      return Double.POSITIVE_INFINITY;
    }
    return x < 0.5
        ? Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - 2 * Math.rint(x / 2))))) - lgamma(1 - x)
        : Gamma.logGamma(x);
  }

  /** P(a, x). */
  static double igamma(double a, double x) {
    return Gamma.regularizedGammaP(a, x);
  }

  /**
   * psi^(n)(x) = (-1)^(n+1) n! sum_k (x+k)^-(n+1), by recurrence up to x = 20 and the asymptotic series there; by
   * reflection (n = 0) below 0; NaN for n > 0 below 0 is avoided by the recurrence, which passes the poles.
   */
  static double polygamma(int n, double x) {
    if (Double.isNaN(x) || x == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    if (x <= 0 && x == Math.rint(x)) {
      return n == 0 ? Double.NaN : n % 2 == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    double shifted = 0;
    double sign = n % 2 == 0 ? -1 : 1;
    double factorial = 1;
    for (int i = 2; i <= n; i++) {
      factorial *= i;
    }
    while (x < 20 + n) {
      shifted += sign * factorial * Math.pow(x, -(n + 1));
      x += 1;
    }
    return shifted + asymptotic(n, x, sign, factorial);
  }

  private static final double[] BERNOULLI = {1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6,
    -3617. / 510, 43867. / 798};

  private static double asymptotic(int n, double x, double sign, double factorial) {
    double sum = n == 0
        ? Math.log(x) - 0.5 / x
        : sign * (factorial / n * Math.pow(x, -n) + 0.5 * factorial * Math.pow(x, -(n + 1)));
    double rising = n == 0 ? 1 : factorial / n; // (2k + n - 1)! / (2k)!, from k = 0 on
    double even = 1;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      int m = 2 * k;
      if (n == 0) {
        sum -= BERNOULLI[k - 1] / (m * Math.pow(x, m));
      } else {
        rising *= (double) (m + n - 2) * (m + n - 1);
        even *= (double) (m - 1) * m;
        sum += sign * BERNOULLI[k - 1] * rising / even * Math.pow(x, -(m + n));
      }
    }
    return sum;
  }
}
