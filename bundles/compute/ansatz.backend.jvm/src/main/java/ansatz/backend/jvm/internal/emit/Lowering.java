package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.backend.jvm.internal.math.Lanes;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Bitcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes the instructions of a kernel's stage on a tape, primitives as what they are made of. */
final class Lowering {
  /** Stands for whether an outer index begins a fold of accumulated values, among the numbers of instructions. */
  static final int FIRST = -1;

  private final Tape tape = new Tape();
  private final Map<Integer, Integer> values = new HashMap<>(); // instruction -> value on the tape
  private final List<Instruction> instructions;
  private final List<DType> types;

  private Lowering(Kernel kernel) {
    instructions = kernel.instructions();
    types = kernel.types();
  }

  /** A stage on a tape, and where on it the values are that later stages read, by their instructions. */
  record Lowered(Stage stage, Tape tape, Map<Integer, Integer> kept) {}

  /** All stages. */
  static List<Lowered> lower(Kernel kernel) {
    List<Lowered> stages = new ArrayList<>();
    int first = 0;
    for (Stage stage : kernel.stages()) {
      Lowering lowering = new Lowering(kernel);
      int end = first + stage.code().size();
      for (int number = first; number < end; number++) {
        lowering.lower(number, lowering.instructions.get(number));
      }
      Map<Integer, Integer> kept = new HashMap<>(lowering.values);
      kept.keySet().retainAll(lowering.readFrom(end));
      kept.values().forEach(lowering.tape::export);
      stages.add(new Lowered(stage, lowering.tape, kept));
      first = end;
    }
    return stages;
  }

  /** How many operations a primitive becomes that is applied to operands of a type. */
  static int size(Elementwise primitive, DType operand) {
    int operands = switch (primitive) {
      case Binary _,Compare _ -> 2;
      case Select _ -> 3;
      default -> 1;
    };
    List<Access> accesses = new ArrayList<>();
    List<Instruction> code = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      accesses.add(new Access(operands == 3 && i == 0 ? DType.BOOL : operand, Access.Inner.CONTIGUOUS));
      code.add(new Instruction.Load(i));
    }
    DType result = primitive instanceof Convert convert ? convert.to() : operand;
    code.add(new Instruction.Apply(primitive, result, IntStream.range(0, operands).boxed().toList()));
    code.add(new Instruction.Store(operands, operands));
    accesses.add(new Access(result, Access.Inner.CONTIGUOUS));
    Stage stage = new Stage(true, code);
    return lower(new Kernel(1, false, 0, 0, accesses, List.of(stage))).getFirst().tape().size() - operands - 1;
  }

  /** The values that instructions from a number on read. */
  private Set<Integer> readFrom(int number) {
    Set<Integer> read = new HashSet<>();
    for (Instruction instruction : instructions.subList(number, instructions.size())) {
      switch (instruction) {
        case Instruction.Apply apply -> read.addAll(apply.arguments());
        case Instruction.Reduce reduce -> read.add(reduce.value());
        case Instruction.Store store -> read.add(store.value());
        case Instruction.Accumulate accumulate -> read.add(accumulate.value());
        case Instruction.Load _,Instruction.Literal _,Instruction.Index _ -> {
        }
      }
    }
    read.removeIf(value -> instructions.get(value) instanceof Instruction.Literal);
    return read;
  }

  private void lower(int number, Instruction instruction) {
    switch (instruction) {
      case Instruction.Load(int access) ->
        values.put(number, tape.add(Code.LOAD, types.get(number), List.of(), access));
      case Instruction.Literal(DType dtype, long bits) -> values.put(number, tape.constant(dtype, bits));
      case Instruction.Index(DType dtype, int dimension) ->
        values.put(number, tape.add(Code.INDEX, dtype, List.of(), dimension));
      case Instruction.Apply apply -> values.put(number, apply(apply));
      case Instruction.Reduce(Fold fold, int value) ->
        tape.add(Code.valueOf("FOLD_" + fold), types.get(number), List.of(value(value)), number);
      case Instruction.Store(int access, int value) ->
        tape.add(Code.STORE, types.get(value), List.of(value(value)), access);
      case Instruction.Accumulate(int access, Fold fold, int value) -> {
        DType type = types.get(value);
        int before = tape.add(Code.LOAD, type, List.of(), access);
        Code code = fold == Fold.SUM ? Code.ADD : Code.valueOf(fold.name());
        int first = tape.add(Code.SCALAR, DType.BOOL, List.of(), FIRST);
        int after = select(type, first, value(value), tape.add(code, type, before, value(value)));
        tape.add(Code.STORE, type, List.of(after), access);
      }
    }
  }

  private int value(int number) {
    return values.computeIfAbsent(number, _ -> {
      DType type = types.get(number);
      return instructions.get(number) instanceof Instruction.Literal(DType _, long bits)
          ? tape.constant(type, bits)
          : tape.add(Code.SCALAR, type, List.of(), number);
    });
  }

  private int apply(Instruction.Apply apply) {
    List<Integer> a = new ArrayList<>();
    for (int argument : apply.arguments()) {
      a.add(value(argument));
    }
    DType from = tape.type(a.getFirst());
    return switch (apply.primitive()) {
      case Unary unary -> from.isFloat() ? floating(unary, from, a.get(0)) : whole(unary, from, a.get(0));
      case Binary binary -> from.isFloat()
          ? floating(binary, from, a.get(0), a.get(1))
          : tape.add(whole(binary), from, a.get(0), a.get(1));
      case Polygamma polygamma -> new ansatz.backend.jvm.internal.math.Polygamma(polygamma.order())
          .apply(TapeLanes.of(tape, from), a.getFirst());
      case Compare compare -> from == DType.BOOL
          ? truths(compare, a.get(0), a.get(1))
          : numbers(compare, a.get(0), a.get(1));
      case Select _ -> select(apply.dtype(), a.get(0), a.get(1), a.get(2));
      case Convert convert -> convert(a.get(0), from, convert.to());
      case Bitcast bitcast -> from == bitcast.to() ? a.get(0) : tape.add(Code.BITS, bitcast.to(), a.get(0));
    };
  }

  private int floating(Unary unary, DType type, int x) {
    TapeLanes l = TapeLanes.of(tape, type);
    return switch (unary) {
      case NEG -> l.neg(x);
      case ABS -> l.abs(x);
      case SQRT -> l.sqrt(x);
      case SIGN ->
        l.select(l.less(l.constant(0), x), l.constant(1), l.select(l.less(x, l.constant(0)), l.constant(-1), x));
      case FLOOR -> Rounding.floor(l, x);
      case CEIL -> Rounding.ceil(l, x);
      case ROUND -> Rounding.round(l, x);
      default -> {
        Lanes.Unary function = ElementaryFunctions.of(unary);
        yield function == null ? unsupported(unary) : function.apply(l, x);
      }
    };
  }

  private int whole(Unary unary, DType type, int x) {
    return switch (unary) {
      case NEG -> tape.add(Code.NEG, type, x);
      case ABS -> tape.add(Code.ABS, type, x);
      case NOT -> tape.add(Code.NOT, type, x);
      case SIGN -> tape.add(Code.MAX, type, tape.constant(type, -1),
          tape.add(Code.MIN, type, tape.constant(type, 1), x));
      default -> unsupported(unary);
    };
  }

  private int floating(Binary binary, DType type, int a, int b) {
    return switch (binary) {
      case ADD, SUB, MUL, DIV, MIN, MAX, REM -> tape.add(Code.valueOf(binary.name()), type, a, b);
      default -> {
        Lanes.Binary function = ElementaryFunctions.of(binary);
        yield function == null ? unsupported(binary) : function.apply(TapeLanes.of(tape, type), a, b);
      }
    };
  }

  private static Code whole(Binary binary) {
    return switch (binary) {
      case SHIFT_LEFT -> Code.SHIFT_LEFT_BY;
      case SHIFT_RIGHT -> Code.SHIFT_RIGHT_BY;
      default -> Code.valueOf(binary.name());
    };
  }

  private int numbers(Compare compare, int a, int b) {
    return switch (compare) {
      case EQ -> truth(Code.EQUAL, a, b);
      case NE -> truth(Code.NOT, truth(Code.EQUAL, a, b));
      case LT -> truth(Code.LESS, a, b);
      case LE -> truth(Code.LESS_OR_EQUAL, a, b);
      case GT -> truth(Code.LESS, b, a);
      case GE -> truth(Code.LESS_OR_EQUAL, b, a);
    };
  }

  private int truths(Compare compare, int a, int b) {
    return switch (compare) {
      case EQ -> truth(Code.NOT, truth(Code.XOR, a, b));
      case NE -> truth(Code.XOR, a, b);
      case LT -> truth(Code.AND, truth(Code.NOT, a), b);
      case LE -> truth(Code.OR, truth(Code.NOT, a), b);
      case GT -> truth(Code.AND, truth(Code.NOT, b), a);
      case GE -> truth(Code.OR, truth(Code.NOT, b), a);
    };
  }

  private int truth(Code code, Integer... arguments) {
    return tape.add(code, DType.BOOL, arguments);
  }

  private int select(DType type, int condition, int yes, int no) {
    if (type != DType.BOOL) {
      return tape.add(Code.SELECT, type, condition, yes, no);
    }
    return truth(Code.OR, truth(Code.AND, condition, yes), truth(Code.AND, truth(Code.NOT, condition), no));
  }

  private int convert(int x, DType from, DType to) {
    if (from == to) {
      return x;
    }
    if (from == DType.BOOL) {
      return tape.add(Code.SELECT, to, x, tape.constant(to, one(to)), tape.constant(to, 0));
    }
    if (to == DType.BOOL) {
      return truth(Code.NOT, truth(Code.EQUAL, x, tape.constant(from, 0)));
    }
    return tape.add(Code.CONVERT, to, x);
  }

  /** The bits of 1. */
  static long one(DType type) {
    return switch (type) {
      case F32 -> Float.floatToRawIntBits(1);
      case F64 -> Double.doubleToRawLongBits(1);
      default -> 1;
    };
  }

  private static int unsupported(Elementwise primitive) {
    throw new UnsupportedOperationException("there is no code for " + primitive.symbol());
  }
}
