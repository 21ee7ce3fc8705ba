package ansatz.backend.jvm.internal.math;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** As many lanes of float32 as the machine has: what generated code does, written by hand. */
final class VectorFloatLanes implements Lanes<FloatVector, IntVector, VectorMask<Float>> {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;
  private static final FloatLanes ONE = new FloatLanes();

  @Override
  public boolean wide() {
    return false;
  }

  @Override
  public FloatVector constant(double value) {
    return FloatVector.broadcast(SPECIES, (float) value);
  }

  @Override
  public FloatVector add(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  @Override
  public FloatVector sub(FloatVector a, FloatVector b) {
    return a.sub(b);
  }

  @Override
  public FloatVector mul(FloatVector a, FloatVector b) {
    return a.mul(b);
  }

  @Override
  public FloatVector div(FloatVector a, FloatVector b) {
    return a.div(b);
  }

  @Override
  public FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return a.fma(b, c);
  }

  @Override
  public FloatVector neg(FloatVector a) {
    return a.neg();
  }

  @Override
  public FloatVector abs(FloatVector a) {
    return a.abs();
  }

  @Override
  public FloatVector sqrt(FloatVector a) {
    return a.sqrt();
  }

  @Override
  public VectorMask<Float> less(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LT, b);
  }

  @Override
  public VectorMask<Float> lessOrEqual(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LE, b);
  }

  @Override
  public VectorMask<Float> equal(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  @Override
  public VectorMask<Float> both(VectorMask<Float> a, VectorMask<Float> b) {
    return a.and(b);
  }

  @Override
  public VectorMask<Float> either(VectorMask<Float> a, VectorMask<Float> b) {
    return a.or(b);
  }

  @Override
  public VectorMask<Float> not(VectorMask<Float> a) {
    return a.not();
  }

  @Override
  public FloatVector select(VectorMask<Float> condition, FloatVector yes, FloatVector no) {
    return no.blend(yes, condition);
  }

  @Override
  public IntVector bits(FloatVector a) {
    return a.viewAsIntegralLanes().reinterpretAsInts();
  }

  @Override
  public FloatVector fromBits(IntVector a) {
    return a.reinterpretAsFloats();
  }

  @Override
  public IntVector integer(long value) {
    return IntVector.broadcast(INTEGERS, (int) value);
  }

  @Override
  public IntVector plus(IntVector a, IntVector b) {
    return a.add(b);
  }

  @Override
  public IntVector minus(IntVector a, IntVector b) {
    return a.sub(b);
  }

  @Override
  public IntVector and(IntVector a, IntVector b) {
    return a.and(b);
  }

  @Override
  public IntVector or(IntVector a, IntVector b) {
    return a.or(b);
  }

  @Override
  public IntVector xor(IntVector a, IntVector b) {
    return a.lanewise(VectorOperators.XOR, b);
  }

  @Override
  public IntVector shiftLeft(IntVector a, int places) {
    return a.lanewise(VectorOperators.LSHL, places);
  }

  @Override
  public IntVector shiftRight(IntVector a, int places) {
    return a.lanewise(VectorOperators.LSHR, places);
  }

  @Override
  public FloatVector rarely(VectorMask<Float> condition, Unary rare, FloatVector x, FloatVector usual) {
    return condition.anyTrue() ? usual.blend(rare.apply(this, x), condition) : usual;
  }

  @Override
  public FloatVector inDouble(Unary function, FloatVector x) {
    float[] values = x.toArray();
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = ONE.inDouble(function, values[lane]);
    return FloatVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public FloatVector inDouble(Binary function, FloatVector x, FloatVector y) {
    float[] values = x.toArray();
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = ONE.inDouble(function, values[lane], y.lane(lane));
    return FloatVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public FloatVector lookup(double[] table, IntVector index) {
    float[] values = new float[SPECIES.length()];
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = (float) table[index.lane(lane)];
    return FloatVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public List<FloatVector> iterate(int most, List<FloatVector> start, Step<FloatVector, VectorMask<Float>> step) {
    List<FloatVector> values = start;
    VectorMask<Float> going = SPECIES.maskAll(true);
    for (int k = 0; k < most && going.anyTrue(); k++) {
      Round<FloatVector, VectorMask<Float>> round = step.apply(constant(k), values);
      List<FloatVector> before = values;
      VectorMask<Float> active = going;
      values = IntStream.range(0, before.size())
          .mapToObj(i -> before.get(i).blend(round.values().get(i), active)).toList();
      going = going.and(round.goesOn());
    }
    return values;
  }
}
