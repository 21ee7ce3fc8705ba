package ansatz.backend.jvm.internal.math;

import java.util.List;

/** One lane of float64, computed at once: what generated code must agree with to the bit. */
public final class DoubleLanes implements ScalarLanes<Double, Long> {
  @Override
  public boolean wide() {
    return true;
  }

  @Override
  public Double constant(double value) {
    return value;
  }

  @Override
  public Double add(Double a, Double b) {
    return a + b;
  }

  @Override
  public Double sub(Double a, Double b) {
    return a - b;
  }

  @Override
  public Double mul(Double a, Double b) {
    return a * b;
  }

  @Override
  public Double div(Double a, Double b) {
    return a / b;
  }

  @Override
  public Double fma(Double a, Double b, Double c) {
    return Math.fma(a, b, c);
  }

  @Override
  public Double neg(Double a) {
    return -a;
  }

  @Override
  public Double abs(Double a) {
    return Math.abs(a);
  }

  @Override
  public Double sqrt(Double a) {
    return Math.sqrt(a);
  }

  @Override
  public Boolean less(Double a, Double b) {
    return (double) a < (double) b;
  }

  @Override
  public Boolean lessOrEqual(Double a, Double b) {
    return (double) a <= (double) b;
  }

  @Override
  public Boolean equal(Double a, Double b) {
    return (double) a == (double) b;
  }

  @Override
  public Long bits(Double a) {
    return Double.doubleToRawLongBits(a);
  }

  @Override
  public Double fromBits(Long a) {
    return Double.longBitsToDouble(a);
  }

  @Override
  public Long integer(long value) {
    return value;
  }

  @Override
  public Long plus(Long a, Long b) {
    return a + b;
  }

  @Override
  public Long minus(Long a, Long b) {
    return a - b;
  }

  @Override
  public Long and(Long a, Long b) {
    return a & b;
  }

  @Override
  public Long or(Long a, Long b) {
    return a | b;
  }

  @Override
  public Long xor(Long a, Long b) {
    return a ^ b;
  }

  @Override
  public Long shiftLeft(Long a, int places) {
    return a << places;
  }

  @Override
  public Long shiftRight(Long a, int places) {
    return a >>> places;
  }

  @Override
  public Double rarely(Boolean condition, Unary rare, Double x, Double usual) {
    return condition ? rare.apply(this, x) : usual;
  }

  @Override
  public Double inDouble(Unary function, Double x) {
    return function.apply(this, x);
  }

  @Override
  public Double inDouble(Binary function, Double x, Double y) {
    return function.apply(this, x, y);
  }

  @Override
  public Double lookup(double[] table, Long index) {
    return table[index.intValue()];
  }

  @Override
  public List<Double> iterate(int most, List<Double> start, Step<Double, Boolean> step) {
    Round<Double, Boolean> round = new Round<>(start, true);
    for (int k = 0; k < most && round.goesOn(); k++)
      round = step.apply((double) k, round.values());
    return round.values();
  }
}
