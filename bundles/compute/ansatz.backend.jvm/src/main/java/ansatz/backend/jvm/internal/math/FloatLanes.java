package ansatz.backend.jvm.internal.math;

import java.util.List;

/** One lane of float32, computed at once: what generated code must agree with to the bit. */
public final class FloatLanes implements ScalarLanes<Float, Integer> {
  @Override
  public boolean wide() {
    return false;
  }

  @Override
  public Float constant(double value) {
    return (float) value;
  }

  @Override
  public Float add(Float a, Float b) {
    return a + b;
  }

  @Override
  public Float sub(Float a, Float b) {
    return a - b;
  }

  @Override
  public Float mul(Float a, Float b) {
    return a * b;
  }

  @Override
  public Float div(Float a, Float b) {
    return a / b;
  }

  @Override
  public Float fma(Float a, Float b, Float c) {
    return Math.fma(a, b, c);
  }

  @Override
  public Float neg(Float a) {
    return -a;
  }

  @Override
  public Float abs(Float a) {
    return Math.abs(a);
  }

  @Override
  public Float sqrt(Float a) {
    return (float) Math.sqrt(a);
  }

  @Override
  public Boolean less(Float a, Float b) {
    return (float) a < (float) b;
  }

  @Override
  public Boolean lessOrEqual(Float a, Float b) {
    return (float) a <= (float) b;
  }

  @Override
  public Boolean equal(Float a, Float b) {
    return (float) a == (float) b;
  }

  @Override
  public Integer bits(Float a) {
    return Float.floatToRawIntBits(a);
  }

  @Override
  public Float fromBits(Integer a) {
    return Float.intBitsToFloat(a);
  }

  @Override
  public Integer integer(long value) {
    return (int) value;
  }

  @Override
  public Integer plus(Integer a, Integer b) {
    return a + b;
  }

  @Override
  public Integer minus(Integer a, Integer b) {
    return a - b;
  }

  @Override
  public Integer and(Integer a, Integer b) {
    return a & b;
  }

  @Override
  public Integer or(Integer a, Integer b) {
    return a | b;
  }

  @Override
  public Integer xor(Integer a, Integer b) {
    return a ^ b;
  }

  @Override
  public Integer shiftLeft(Integer a, int places) {
    return a << places;
  }

  @Override
  public Integer shiftRight(Integer a, int places) {
    return a >>> places;
  }

  @Override
  public Float rarely(Boolean condition, Unary rare, Float x, Float usual) {
    return condition ? rare.apply(this, x) : usual;
  }

  @Override
  public Float inDouble(Unary function, Float x) {
    return function.apply(new DoubleLanes(), (double) x).floatValue();
  }

  @Override
  public Float inDouble(Binary function, Float x, Float y) {
    return function.apply(new DoubleLanes(), (double) x, (double) y).floatValue();
  }

  @Override
  public Float lookup(double[] table, Integer index) {
    return (float) table[index];
  }

  @Override
  public List<Float> iterate(int most, List<Float> start, Step<Float, Boolean> step) {
    Round<Float, Boolean> round = new Round<>(start, true);
    for (int k = 0; k < most && round.goesOn(); k++)
      round = step.apply((float) k, round.values());
    return round.values();
  }
}
