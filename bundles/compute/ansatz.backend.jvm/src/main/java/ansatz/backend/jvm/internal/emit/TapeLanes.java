package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Block;
import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.math.Lanes;
import ansatz.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lanes that write down what is done to them. */
record TapeLanes(Tape tape, boolean wide) implements Lanes<Integer, Integer, Integer> {
  static TapeLanes of(Tape tape, DType type) {
    return new TapeLanes(tape, type == DType.F64);
  }

  private DType floating() {
    return wide ? DType.F64 : DType.F32;
  }

  private DType whole() {
    return wide ? DType.I64 : DType.I32;
  }

  private Integer floating(Code code, Integer... arguments) {
    return tape.add(code, floating(), arguments);
  }

  private Integer whole(Code code, Integer... arguments) {
    return tape.add(code, whole(), arguments);
  }

  private Integer truth(Code code, Integer... arguments) {
    return tape.add(code, DType.BOOL, arguments);
  }

  @Override
  public Integer constant(double value) {
    return tape.constant(floating(),
        wide ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value));
  }

  @Override
  public Integer add(Integer a, Integer b) {
    return floating(Code.ADD, a, b);
  }

  @Override
  public Integer sub(Integer a, Integer b) {
    return floating(Code.SUB, a, b);
  }

  @Override
  public Integer mul(Integer a, Integer b) {
    return floating(Code.MUL, a, b);
  }

  @Override
  public Integer div(Integer a, Integer b) {
    return floating(Code.DIV, a, b);
  }

  @Override
  public Integer fma(Integer a, Integer b, Integer c) {
    return floating(Code.FMA, a, b, c);
  }

  @Override
  public Integer neg(Integer a) {
    return floating(Code.NEG, a);
  }

  @Override
  public Integer abs(Integer a) {
    return floating(Code.ABS, a);
  }

  @Override
  public Integer sqrt(Integer a) {
    return floating(Code.SQRT, a);
  }

  @Override
  public Integer less(Integer a, Integer b) {
    return truth(Code.LESS, a, b);
  }

  @Override
  public Integer lessOrEqual(Integer a, Integer b) {
    return truth(Code.LESS_OR_EQUAL, a, b);
  }

  @Override
  public Integer equal(Integer a, Integer b) {
    return truth(Code.EQUAL, a, b);
  }

  @Override
  public Integer both(Integer a, Integer b) {
    return truth(Code.AND, a, b);
  }

  @Override
  public Integer either(Integer a, Integer b) {
    return truth(Code.OR, a, b);
  }

  @Override
  public Integer not(Integer a) {
    return truth(Code.NOT, a);
  }

  @Override
  public Integer select(Integer condition, Integer yes, Integer no) {
    return floating(Code.SELECT, condition, yes, no);
  }

  @Override
  public Integer bits(Integer a) {
    return whole(Code.BITS, a);
  }

  @Override
  public Integer fromBits(Integer a) {
    return floating(Code.BITS, a);
  }

  @Override
  public Integer integer(long value) {
    return tape.constant(whole(), wide ? value : (int) value);
  }

  @Override
  public Integer plus(Integer a, Integer b) {
    return whole(Code.ADD, a, b);
  }

  @Override
  public Integer minus(Integer a, Integer b) {
    return whole(Code.SUB, a, b);
  }

  @Override
  public Integer and(Integer a, Integer b) {
    return whole(Code.AND, a, b);
  }

  @Override
  public Integer or(Integer a, Integer b) {
    return whole(Code.OR, a, b);
  }

  @Override
  public Integer xor(Integer a, Integer b) {
    return whole(Code.XOR, a, b);
  }

  @Override
  public Integer shiftLeft(Integer a, int places) {
    return tape.add(Code.SHIFT_LEFT, whole(), List.of(a), places);
  }

  @Override
  public Integer shiftRight(Integer a, int places) {
    return tape.add(Code.SHIFT_RIGHT, whole(), List.of(a), places);
  }

  @Override
  public Integer rarely(Integer condition, Unary rare, Integer x, Integer usual) {
    tape.open();
    Block block = tape.close(List.of(rare.apply(this, x)));
    return tape.control(Code.RARELY, floating(), List.of(condition, usual), 0, block);
  }

  @Override
  public Integer inDouble(Unary function, Integer x) {
    if (wide) {
      return function.apply(this, x);
    }
    tape.open();
    Integer parameter = tape.parameter(DType.F64);
    Block block = tape.close(List.of(function.apply(new TapeLanes(tape, true), parameter)));
    return tape.control(Code.IN_DOUBLE, DType.F32, List.of(x), 0, block);
  }

  @Override
  public Integer inDouble(Binary function, Integer x, Integer y) {
    if (wide) {
      return function.apply(this, x, y);
    }
    tape.open();
    Integer first = tape.parameter(DType.F64);
    Integer second = tape.parameter(DType.F64);
    Block block = tape.close(List.of(function.apply(new TapeLanes(tape, true), first, second)));
    return tape.control(Code.IN_DOUBLE, DType.F32, List.of(x, y), 0, block);
  }

  @Override
  public Integer lookup(double[] table, Integer index) {
    return tape.lookup(floating(), table, index);
  }

  @Override
  public List<Integer> iterate(int most, List<Integer> start, Step<Integer, Integer> step) {
    tape.open();
    Integer k = tape.parameter(floating());
    List<Integer> values = start.stream().map(_ -> tape.parameter(floating())).toList();
    Round<Integer, Integer> round = step.apply(k, values);
    List<Integer> results = new ArrayList<>(round.values());
    results.add(round.goesOn());
    Block block = tape.close(results);
    int loop = tape.control(Code.ITERATE, floating(), start, most, block);
    return IntStream.range(0, start.size()).mapToObj(i -> tape.add(Code.RESULT, floating(), List.of(loop), i))
        .toList();
  }
}
