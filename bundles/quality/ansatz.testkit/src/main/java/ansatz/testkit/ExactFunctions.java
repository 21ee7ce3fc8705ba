package ansatz.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** The functions to 45 digits, by other formulas or more terms than the implementations have. */
public final class ExactFunctions {
  private static final MathContext DIGITS = new MathContext(50);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal TINY = new BigDecimal("1e-50");
  private static final BigDecimal WIDE_PI = machin(400);
  public static final BigDecimal PI = WIDE_PI.round(DIGITS);
  private static final BigDecimal LN2 = inverseTangent(3, 1, 60).multiply(TWO, DIGITS);
  private static final BigDecimal[] BERNOULLI = bernoulli(24);

  private ExactFunctions() {}

  public static BigDecimal exp(BigDecimal x) {
    int n = x.divide(LN2, DIGITS).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    BigDecimal r = x.subtract(LN2.multiply(BigDecimal.valueOf(n), DIGITS), DIGITS).divide(BigDecimal.valueOf(256));
    BigDecimal e = ONE;
    BigDecimal term = ONE;
    for (int k = 1; term.abs().compareTo(TINY) > 0; k++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
      e = e.add(term, DIGITS);
    }
    return e.pow(256, DIGITS).multiply(TWO.pow(n, DIGITS), DIGITS);
  }

  public static BigDecimal expm1(BigDecimal x) {
    return isSmall(x) ? x.add(x.multiply(x).divide(TWO), DIGITS) : exp(x).subtract(ONE, DIGITS);
  }

  /** Corrects an approximate result y by the logarithm of x / e^y, which is nearly 1. */
  public static BigDecimal log(BigDecimal x) {
    int places = x.precision() - x.scale();
    double y = Math.log(x.scaleByPowerOfTen(-places).doubleValue()) + places * Math.log(10);
    BigDecimal t = x.multiply(exp(new BigDecimal(-y)), DIGITS).subtract(ONE, DIGITS);
    BigDecimal square = t.multiply(t, DIGITS);
    BigDecimal rest = t.multiply(square).divide(BigDecimal.valueOf(3), DIGITS).subtract(square.divide(TWO));
    return new BigDecimal(y).add(t, DIGITS).add(rest, DIGITS);
  }

  public static BigDecimal log1p(BigDecimal x) {
    return isSmall(x) ? x.subtract(x.multiply(x).divide(TWO), DIGITS) : log(x.add(ONE));
  }

  private static boolean isSmall(BigDecimal x) {
    return x.abs().doubleValue() < 1e-16;
  }

  public static BigDecimal tanh(BigDecimal x) {
    BigDecimal e = expm1(x.multiply(TWO));
    return e.divide(e.add(TWO), DIGITS);
  }

  public static BigDecimal logistic(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate()), DIGITS), DIGITS);
  }

  public static BigDecimal sin(BigDecimal x) {
    return sine(withinATurn(x));
  }

  public static BigDecimal cos(BigDecimal x) {
    return cosine(withinATurn(x));
  }

  public static BigDecimal tan(BigDecimal x) {
    BigDecimal rest = withinATurn(x);
    return sine(rest).divide(cosine(rest), DIGITS);
  }

  /** Subtracts quarter turns by fours with enough digits of pi for any float64. */
  private static BigDecimal withinATurn(BigDecimal x) {
    BigDecimal turn = WIDE_PI.multiply(TWO);
    BigDecimal turns = x.divide(turn, new MathContext(380)).setScale(0, RoundingMode.HALF_EVEN);
    return x.subtract(turns.multiply(turn)).round(DIGITS);
  }

  private static BigDecimal sine(BigDecimal x) {
    return alternating(x, x, 1);
  }

  private static BigDecimal cosine(BigDecimal x) {
    // Near a root the series would cancel.
    BigDecimal complement = WIDE_PI.divide(TWO).subtract(x.abs()).round(DIGITS);
    return complement.abs().doubleValue() < 0.5 ? sine(complement) : alternating(ONE, x, 0);
  }

  /** first - first x²/((k+1)(k+2)) + … */
  private static BigDecimal alternating(BigDecimal first, BigDecimal x, int k) {
    BigDecimal square = x.multiply(x, DIGITS).negate();
    BigDecimal term = first;
    BigDecimal sum = first;
    BigDecimal end = first.abs().multiply(TINY);
    for (int i = k; term.abs().compareTo(end) > 0; i += 2) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf((i + 1L) * (i + 2L)), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  public static BigDecimal asin(BigDecimal x) {
    return atan2(x, ONE.subtract(x.multiply(x)).sqrt(DIGITS));
  }

  public static BigDecimal acos(BigDecimal x) {
    return atan2(ONE.subtract(x.multiply(x)).sqrt(DIGITS), x);
  }

  /** Turns the point by an approximate angle and adds what is left. */
  public static BigDecimal atan2(BigDecimal y, BigDecimal x) {
    int scale = -Math.max(y.precision() - y.scale(), x.precision() - x.scale());
    BigDecimal v = y.scaleByPowerOfTen(scale);
    BigDecimal u = x.scaleByPowerOfTen(scale);
    BigDecimal angle = new BigDecimal(Math.atan2(v.doubleValue(), u.doubleValue()));
    BigDecimal sine = sine(angle);
    BigDecimal cosine = cosine(angle);
    BigDecimal t = v.multiply(cosine, DIGITS).subtract(u.multiply(sine, DIGITS), DIGITS)
        .divide(u.multiply(cosine, DIGITS).add(v.multiply(sine, DIGITS), DIGITS), DIGITS);
    return angle.add(t, DIGITS).subtract(t.pow(3, DIGITS).divide(BigDecimal.valueOf(3), DIGITS), DIGITS);
  }

  public static BigDecimal pow(BigDecimal x, BigDecimal y) {
    return exp(log(x).multiply(y, DIGITS));
  }

  /** By the series of positive terms. */
  public static BigDecimal erf(BigDecimal x) {
    BigDecimal a = x.abs();
    BigDecimal square = a.multiply(a, DIGITS).multiply(TWO);
    BigDecimal term = a;
    BigDecimal sum = a;
    for (int n = 1; term.compareTo(sum.multiply(TINY, DIGITS)) > 0; n++) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(2L * n + 1), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    BigDecimal erf = sum.multiply(slope(a), DIGITS);
    return x.signum() < 0 ? erf.negate() : erf;
  }

  /** The derivative of erf. */
  private static BigDecimal slope(BigDecimal x) {
    return TWO.multiply(exp(x.multiply(x).negate()), DIGITS).divide(PI.sqrt(DIGITS), DIGITS);
  }

  /** One step of Newton's method from a result that is nearly right. */
  public static BigDecimal erfinv(BigDecimal x, double nearly) {
    BigDecimal y = new BigDecimal(nearly);
    return y.subtract(erf(y).subtract(x, DIGITS).divide(slope(y), DIGITS), DIGITS);
  }

  public static BigDecimal lgamma(BigDecimal x) {
    if (x.signum() < 0)
      return log(PI.divide(sin(x.multiply(PI)).abs(), DIGITS)).subtract(lgamma(ONE.subtract(x)), DIGITS);
    BigDecimal y = x;
    BigDecimal factors = ONE;
    for (; y.doubleValue() < 40; y = y.add(ONE))
      factors = factors.multiply(y, DIGITS);
    BigDecimal half = new BigDecimal("0.5");
    BigDecimal sum = y.subtract(half).multiply(log(y), DIGITS).subtract(y, DIGITS)
        .add(log(PI.multiply(TWO)).multiply(half), DIGITS);
    BigDecimal power = y;
    for (int k = 1; k < BERNOULLI.length; k++) {
      sum = sum.add(BERNOULLI[k].divide(power.multiply(BigDecimal.valueOf(2L * k * (2L * k - 1))), DIGITS), DIGITS);
      power = power.multiply(y, DIGITS).multiply(y, DIGITS);
    }
    return sum.subtract(log(factors), DIGITS);
  }

  public static BigDecimal digamma(BigDecimal x) {
    if (x.signum() < 0)
      return digamma(ONE.subtract(x)).subtract(PI.divide(tan(x.multiply(PI)), DIGITS), DIGITS);
    BigDecimal y = x;
    BigDecimal sum = BigDecimal.ZERO;
    for (; y.doubleValue() < 40; y = y.add(ONE))
      sum = sum.subtract(ONE.divide(y, DIGITS), DIGITS);
    sum = sum.add(log(y), DIGITS).subtract(ONE.divide(y.multiply(TWO), DIGITS), DIGITS);
    BigDecimal power = y.multiply(y, DIGITS);
    for (int k = 1; k < BERNOULLI.length; k++) {
      sum = sum.subtract(BERNOULLI[k].divide(power.multiply(BigDecimal.valueOf(2L * k)), DIGITS), DIGITS);
      power = power.multiply(y, DIGITS).multiply(y, DIGITS);
    }
    return sum;
  }

  /** For n from 1 up and positive x, by the Euler-Maclaurin formula from 60 + n on. */
  public static BigDecimal polygamma(int n, BigDecimal x) {
    BigDecimal y = x;
    BigDecimal sum = BigDecimal.ZERO;
    for (; y.doubleValue() < 60 + n; y = y.add(ONE))
      sum = sum.add(ONE.divide(y.pow(n + 1, DIGITS), DIGITS), DIGITS);
    BigDecimal power = y.pow(n, DIGITS);
    BigDecimal rising = ONE;
    sum = sum.add(ONE.divide(power.multiply(BigDecimal.valueOf(n)), DIGITS), DIGITS)
        .add(ONE.divide(power.multiply(y).multiply(TWO), DIGITS), DIGITS);
    for (int k = 1; k < BERNOULLI.length; k++) {
      // (n + 1) … (n + 2k - 1) / (2k)!
      rising = k == 1
          ? BigDecimal.valueOf(n + 1L).divide(TWO)
          : rising.multiply(BigDecimal.valueOf((n + 2L * k - 2) * (n + 2L * k - 1)))
              .divide(BigDecimal.valueOf((2L * k - 1) * 2 * k), DIGITS);
      power = power.multiply(y, DIGITS).multiply(y, DIGITS);
      sum = sum.add(BERNOULLI[k].multiply(rising).divide(power, DIGITS), DIGITS);
    }
    for (int k = 2; k <= n; k++)
      sum = sum.multiply(BigDecimal.valueOf(k), DIGITS);
    return n % 2 == 1 ? sum : sum.negate();
  }

  /** P(a, x) by the series, for arguments up to some hundred. */
  public static BigDecimal igamma(BigDecimal a, BigDecimal x) {
    BigDecimal term = ONE;
    BigDecimal sum = ONE;
    for (BigDecimal k = a.add(ONE); term.compareTo(sum.multiply(TINY, DIGITS)) > 0; k = k.add(ONE)) {
      term = term.multiply(x, DIGITS).divide(k, DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.multiply(exp(a.multiply(log(x), DIGITS).subtract(x).subtract(lgamma(a.add(ONE)), DIGITS)), DIGITS);
  }

  /** B0, B2, B4 … */
  public static BigDecimal[] bernoulli(int count) {
    BigDecimal[] all = new BigDecimal[2 * count];
    for (int m = 0; m < all.length; m++) {
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal binomial = ONE;
      for (int k = 0; k < m; k++) {
        sum = sum.add(binomial.multiply(all[k]));
        binomial = binomial.multiply(BigDecimal.valueOf(m + 1L - k)).divide(BigDecimal.valueOf(k + 1L));
      }
      all[m] = m == 0 ? ONE : sum.negate().divide(BigDecimal.valueOf(m + 1L), new MathContext(90));
    }
    BigDecimal[] even = new BigDecimal[count];
    for (int k = 0; k < count; k++)
      even[k] = all[2 * k];
    return even;
  }

  /** Machin's formula: pi = 16 arctan 1/5 - 4 arctan 1/239. */
  private static BigDecimal machin(int digits) {
    return inverseTangent(5, -1, digits).multiply(BigDecimal.valueOf(16))
        .subtract(inverseTangent(239, -1, digits).multiply(BigDecimal.valueOf(4)));
  }

  /** arctan 1/q for sign -1, artanh 1/q for sign 1. */
  private static BigDecimal inverseTangent(int q, int sign, int digits) {
    BigInteger term = BigInteger.TEN.pow(digits).divide(BigInteger.valueOf(q));
    BigInteger sum = term;
    for (int k = 3; term.signum() != 0; k += 2) {
      term = term.divide(BigInteger.valueOf((long) q * q)).multiply(BigInteger.valueOf(sign));
      sum = sum.add(term.divide(BigInteger.valueOf(k)));
    }
    return new BigDecimal(sum, digits);
  }
}
