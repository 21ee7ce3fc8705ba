package ansatz.backend.jvm.internal.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down the instructions of a function, each once and none that is not needed: for counting and for
 * {@link Assembler}.
 *
 * <p>What a function does rarely is not written; its condition is.
 */
final class Assembly implements Lanes<Integer, Integer, Integer> {
  /** A named instruction on earlier ones, with a number where it has one. */
  record Instruction(String name, List<Integer> operands, long number) {}

  private final boolean wide;
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> places = new HashMap<>();
  private final List<Integer> conditions = new ArrayList<>();

  private Assembly(boolean wide) {
    this.wide = wide;
    emit("x", 0);
  }

  /** The function's instructions in order; the first is x and the last the result. */
  static List<Instruction> of(Unary function, boolean wide) {
    Assembly assembly = new Assembly(wide);
    int result = function.apply(assembly, 0);
    boolean[] needed = new boolean[assembly.instructions.size()];
    needed[0] = true;
    needed[result] = true;
    assembly.conditions.forEach(condition -> needed[condition] = true);
    for (int i = needed.length - 1; i >= 0; i--)
      if (needed[i])
        assembly.instructions.get(i).operands.forEach(operand -> needed[operand] = true);
    List<Instruction> kept = new ArrayList<>();
    int[] moved = new int[needed.length];
    for (int i = 0; i < needed.length; i++)
      if (needed[i]) {
        Instruction old = assembly.instructions.get(i);
        moved[i] = kept.size();
        kept.add(new Instruction(old.name, old.operands.stream().map(o -> moved[o]).toList(), old.number));
      }
    kept.add(new Instruction("result", List.of(moved[result]), 0));
    return kept;
  }

  /** Instructions that are executed for each vector: no constants, no views. */
  static long count(Unary function, boolean wide) {
    List<String> free = List.of("x", "result", "constant", "integer", "bits", "fromBits");
    return of(function, wide).stream().filter(i -> !free.contains(i.name)).count();
  }

  private int emit(String name, long number, Integer... operands) {
    Instruction instruction = new Instruction(name, Arrays.asList(operands), number);
    return places.computeIfAbsent(instruction, i -> {
      instructions.add(i);
      return instructions.size() - 1;
    });
  }

  @Override
  public boolean wide() {
    return wide;
  }

  @Override
  public Integer constant(double value) {
    return emit("constant", Double.doubleToRawLongBits(wide ? value : (float) value));
  }

  @Override
  public Integer add(Integer a, Integer b) {
    return emit("add", 0, a, b);
  }

  @Override
  public Integer sub(Integer a, Integer b) {
    return emit("sub", 0, a, b);
  }

  @Override
  public Integer mul(Integer a, Integer b) {
    return emit("mul", 0, a, b);
  }

  @Override
  public Integer div(Integer a, Integer b) {
    return emit("div", 0, a, b);
  }

  @Override
  public Integer fma(Integer a, Integer b, Integer c) {
    return emit("fma", 0, a, b, c);
  }

  @Override
  public Integer neg(Integer a) {
    return emit("neg", 0, a);
  }

  @Override
  public Integer abs(Integer a) {
    return emit("abs", 0, a);
  }

  @Override
  public Integer sqrt(Integer a) {
    return emit("sqrt", 0, a);
  }

  @Override
  public Integer less(Integer a, Integer b) {
    return emit("less", 0, a, b);
  }

  @Override
  public Integer lessOrEqual(Integer a, Integer b) {
    return emit("lessOrEqual", 0, a, b);
  }

  @Override
  public Integer equal(Integer a, Integer b) {
    return emit("equal", 0, a, b);
  }

  @Override
  public Integer both(Integer a, Integer b) {
    return emit("both", 0, a, b);
  }

  @Override
  public Integer either(Integer a, Integer b) {
    return emit("either", 0, a, b);
  }

  @Override
  public Integer not(Integer a) {
    return emit("not", 0, a);
  }

  @Override
  public Integer select(Integer condition, Integer yes, Integer no) {
    return emit("select", 0, condition, yes, no);
  }

  @Override
  public Integer bits(Integer a) {
    return emit("bits", 0, a);
  }

  @Override
  public Integer fromBits(Integer a) {
    return emit("fromBits", 0, a);
  }

  @Override
  public Integer integer(long value) {
    return emit("integer", value);
  }

  @Override
  public Integer plus(Integer a, Integer b) {
    return emit("plus", 0, a, b);
  }

  @Override
  public Integer minus(Integer a, Integer b) {
    return emit("minus", 0, a, b);
  }

  @Override
  public Integer and(Integer a, Integer b) {
    return emit("and", 0, a, b);
  }

  @Override
  public Integer or(Integer a, Integer b) {
    return emit("or", 0, a, b);
  }

  @Override
  public Integer xor(Integer a, Integer b) {
    return emit("xor", 0, a, b);
  }

  @Override
  public Integer shiftLeft(Integer a, int places) {
    return emit("shiftLeft", places, a);
  }

  @Override
  public Integer shiftRight(Integer a, int places) {
    return emit("shiftRight", places, a);
  }

  @Override
  public Integer rarely(Integer condition, Unary rare, Integer x, Integer usual) {
    conditions.add(emit("never", 0, condition));
    return usual;
  }

  @Override
  public Integer inDouble(Unary function, Integer x) {
    throw new UnsupportedOperationException("inDouble");
  }

  @Override
  public Integer inDouble(Binary function, Integer x, Integer y) {
    throw new UnsupportedOperationException("inDouble");
  }

  @Override
  public Integer lookup(double[] table, Integer index) {
    throw new UnsupportedOperationException("lookup");
  }

  @Override
  public List<Integer> iterate(int most, List<Integer> start, Step<Integer, Integer> step) {
    throw new UnsupportedOperationException("iterate");
  }
}
