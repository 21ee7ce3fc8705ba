package ansatz.backend.jvm.internal.math;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** As many lanes of float64 as the machine has: what generated code does, written by hand. */
final class VectorDoubleLanes implements Lanes<DoubleVector, LongVector, VectorMask<Double>> {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> INTEGERS = LongVector.SPECIES_PREFERRED;
  private static final DoubleLanes ONE = new DoubleLanes();

  @Override
  public boolean wide() {
    return true;
  }

  @Override
  public DoubleVector constant(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  @Override
  public DoubleVector add(DoubleVector a, DoubleVector b) {
    return a.add(b);
  }

  @Override
  public DoubleVector sub(DoubleVector a, DoubleVector b) {
    return a.sub(b);
  }

  @Override
  public DoubleVector mul(DoubleVector a, DoubleVector b) {
    return a.mul(b);
  }

  @Override
  public DoubleVector div(DoubleVector a, DoubleVector b) {
    return a.div(b);
  }

  @Override
  public DoubleVector fma(DoubleVector a, DoubleVector b, DoubleVector c) {
    return a.fma(b, c);
  }

  @Override
  public DoubleVector neg(DoubleVector a) {
    return a.neg();
  }

  @Override
  public DoubleVector abs(DoubleVector a) {
    return a.abs();
  }

  @Override
  public DoubleVector sqrt(DoubleVector a) {
    return a.sqrt();
  }

  @Override
  public VectorMask<Double> less(DoubleVector a, DoubleVector b) {
    return a.compare(VectorOperators.LT, b);
  }

  @Override
  public VectorMask<Double> lessOrEqual(DoubleVector a, DoubleVector b) {
    return a.compare(VectorOperators.LE, b);
  }

  @Override
  public VectorMask<Double> equal(DoubleVector a, DoubleVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  @Override
  public VectorMask<Double> both(VectorMask<Double> a, VectorMask<Double> b) {
    return a.and(b);
  }

  @Override
  public VectorMask<Double> either(VectorMask<Double> a, VectorMask<Double> b) {
    return a.or(b);
  }

  @Override
  public VectorMask<Double> not(VectorMask<Double> a) {
    return a.not();
  }

  @Override
  public DoubleVector select(VectorMask<Double> condition, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, condition);
  }

  @Override
  public LongVector bits(DoubleVector a) {
    return a.viewAsIntegralLanes().reinterpretAsLongs();
  }

  @Override
  public DoubleVector fromBits(LongVector a) {
    return a.reinterpretAsDoubles();
  }

  @Override
  public LongVector integer(long value) {
    return LongVector.broadcast(INTEGERS, value);
  }

  @Override
  public LongVector plus(LongVector a, LongVector b) {
    return a.add(b);
  }

  @Override
  public LongVector minus(LongVector a, LongVector b) {
    return a.sub(b);
  }

  @Override
  public LongVector and(LongVector a, LongVector b) {
    return a.and(b);
  }

  @Override
  public LongVector or(LongVector a, LongVector b) {
    return a.or(b);
  }

  @Override
  public LongVector xor(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.XOR, b);
  }

  @Override
  public LongVector shiftLeft(LongVector a, int places) {
    return a.lanewise(VectorOperators.LSHL, places);
  }

  @Override
  public LongVector shiftRight(LongVector a, int places) {
    return a.lanewise(VectorOperators.LSHR, places);
  }

  @Override
  public DoubleVector rarely(VectorMask<Double> condition, Unary rare, DoubleVector x, DoubleVector usual) {
    return condition.anyTrue() ? usual.blend(rare.apply(this, x), condition) : usual;
  }

  @Override
  public DoubleVector inDouble(Unary function, DoubleVector x) {
    double[] values = x.toArray();
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = ONE.inDouble(function, values[lane]);
    return DoubleVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public DoubleVector inDouble(Binary function, DoubleVector x, DoubleVector y) {
    double[] values = x.toArray();
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = ONE.inDouble(function, values[lane], y.lane(lane));
    return DoubleVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public DoubleVector lookup(double[] table, LongVector index) {
    double[] values = new double[SPECIES.length()];
    for (int lane = 0; lane < values.length; lane++)
      values[lane] = table[(int) index.lane(lane)];
    return DoubleVector.fromArray(SPECIES, values, 0);
  }

  @Override
  public List<DoubleVector> iterate(int most, List<DoubleVector> start, Step<DoubleVector, VectorMask<Double>> step) {
    List<DoubleVector> values = start;
    VectorMask<Double> going = SPECIES.maskAll(true);
    for (int k = 0; k < most && going.anyTrue(); k++) {
      Round<DoubleVector, VectorMask<Double>> round = step.apply(constant(k), values);
      List<DoubleVector> before = values;
      VectorMask<Double> active = going;
      values = IntStream.range(0, before.size())
          .mapToObj(i -> before.get(i).blend(round.values().get(i), active)).toList();
      going = going.and(round.goesOn());
    }
    return values;
  }
}
