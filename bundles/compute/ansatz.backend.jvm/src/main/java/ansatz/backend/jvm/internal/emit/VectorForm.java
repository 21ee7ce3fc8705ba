package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many lanes at a time, over {@code jdk.incubator.vector}. Booleans are masks. */
final class VectorForm extends Form {
  /** No lane is left out. */
  private static final int WHOLE = -1;

  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final ClassDesc LONG = ConstantDescs.CD_long;

  /** The lanes of the loop, and of float64 at most. */
  final int lanes;
  private final int wideLanes;
  /** Value -> element type whose species its mask has. */
  private final Map<Integer, DType> maskTypes = new HashMap<>();
  /** By instruction of a fold: the vectors that values are folded into, one for each step of a round. */
  final Map<Long, int[]> folds = new HashMap<>();
  private final Map<Constant, Integer> constants;
  final Accumulators accumulators = new Accumulators(this);
  private final VectorControl control = new VectorControl(this);
  private int step; // in a round, which chooses the partial sums
  private int ahead; // elements after the inner place
  private int mask = WHOLE;

  /** A vector of one number. */
  record Constant(DType type, long bits, int lanes) {}

  /** @param constants slots of those that were pushed already, for all stages */
  VectorForm(Frame frame, Tape tape, int bits, Map<Constant, Integer> constants) {
    super(frame, tape);
    wideLanes = bits / 64;
    lanes = lanes(tape, bits);
    this.constants = constants;
  }

  /** How many lanes fit where every operation, but in float64 blocks, has the same number. */
  static int lanes(Tape tape, int bits) {
    boolean wide = tape.code().stream().map(tape::type).anyMatch(type -> type.bytes() == 8);
    return bits / (wide ? 64 : 32);
  }

  int lanes(DType type) {
    return type.bytes() == 8 ? Math.min(lanes, wideLanes) : lanes;
  }

  /** Writes the constants into locals, once for the method. */
  void prepareConstants() {
    for (int value = 0; value < tape.ops().size(); value++) {
      Op op = tape.op(value);
      if (isLive(value) && op.code() == Tape.Code.CONSTANT) {
        constants.computeIfAbsent(constant(op), constant -> {
          number(op);
          int slot = frame.locals.take(TypeKind.REFERENCE);
          code.astore(slot);
          return slot;
        });
        if (op.type() == DType.BOOL) {
          maskTypes.put(value, DType.I32);
        }
      }
    }
  }

  private Constant constant(Op op) {
    return new Constant(op.type(), op.literal(), lanes(op.type()));
  }

  /** Replaces species and number by a vector or mask. */
  private void spread(DType type) {
    if (type == DType.BOOL) {
      Species.maskAll(code);
    } else {
      Species.broadcast(code, type);
    }
  }

  void species(DType type) {
    Species.push(code, type, lanes(type));
  }

  /** From here on operations are for the vector so many steps after the inner place. */
  void at(int step) {
    this.step = step;
    ahead = step * lanes;
    mask = WHOLE;
  }

  /** From here on operations are for the lanes at the inner place, this step, that a mask of int32 lanes has. */
  void tail(int step, int mask) {
    this.step = step;
    ahead = 0;
    this.mask = mask;
  }

  @Override
  TypeKind kind(DType type) {
    return TypeKind.REFERENCE;
  }

  @Override
  ClassDesc type(DType type) {
    return type == DType.BOOL ? Species.MASK : Species.vector(type);
  }

  @Override
  Form inMethod(CodeBuilder other) {
    VectorForm form = new VectorForm(new Frame(frame.kernel, other, frame.members), tape, wideLanes * 64,
        new HashMap<>());
    form.maskTypes.putAll(maskTypes);
    return form;
  }

  @Override
  void constant(int value, Op op) {
    Integer slot = constants.get(constant(op));
    if (slot == null) {
      number(op);
    } else {
      code.aload(slot);
    }
  }

  private void number(Op op) {
    species(op.type() == DType.BOOL ? DType.I32 : op.type());
    frame.number(op.type(), op.literal());
    spread(op.type());
  }

  @Override
  int pushedFirst(Op op) {
    return switch (op.code()) {
      case ADD, SUB, MUL, DIV, MIN, MAX, FMA, NEG, ABS, SQRT, LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR, NOT, SHIFT_LEFT,
          SHIFT_RIGHT, SHIFT_LEFT_BY, SHIFT_RIGHT_BY, BITS, CONVERT ->
        0;
      case SELECT -> 2;
      case STORE -> op.type() == DType.BOOL ? -1 : 0;
      default -> -1;
    };
  }

  @Override
  boolean write(int value, Op op) {
    List<Integer> a = op.arguments();
    DType type = op.type();
    switch (op.code()) {
      case LOAD -> load(value, (int) op.literal(), type);
      case STORE -> store((int) op.literal(), type, a.getFirst());
      case INDEX -> index((int) op.literal(), type);
      case SCALAR -> scalar(value, op);
      case FOLD_SUM -> fold(op, "ADD");
      case FOLD_MAX -> fold(op, "MAX");
      case FOLD_MIN -> fold(op, "MIN");
      case ADD, SUB, MUL, DIV, MIN, MAX -> binary(type, op.code().name().toLowerCase(java.util.Locale.ROOT), a);
      case AND, OR, XOR -> bitwise(value, op);
      case FMA -> {
        a.forEach(this::push);
        Species.call(code, type, "fma", Species.VECTOR, Species.VECTOR);
      }
      case NEG, ABS, SQRT -> unary(type, op.code().name().toLowerCase(java.util.Locale.ROOT), a.getFirst());
      case NOT -> not(value, type, a.getFirst());
      case LESS -> compare(value, "LT", a);
      case LESS_OR_EQUAL -> compare(value, "LE", a);
      case EQUAL -> compare(value, "EQ", a);
      case SHIFT_LEFT -> shift(type, "LSHL", a.getFirst(), op.literal());
      case SHIFT_RIGHT -> shift(type, "LSHR", a.getFirst(), op.literal());
      case SHIFT_LEFT_BY -> lanewise(type, "LSHL", "Binary", a);
      case SHIFT_RIGHT_BY -> lanewise(type, "LSHR", "Binary", a);
      case SELECT -> {
        push(a.get(2));
        push(a.get(1));
        pushMask(a.get(0), type);
        Species.call(code, type, "blend", Species.VECTOR, Species.MASK);
      }
      case BITS -> bits(tape.type(a.getFirst()), type, a.getFirst());
      case CONVERT -> convert(tape.type(a.getFirst()), type, a.getFirst());
      case LOOKUP -> control.lookup(op);
      case RARELY -> control.rarely(value, op);
      case IN_DOUBLE -> control.inDouble(value, op);
      case ITERATE -> control.iterate(value, op);
      case RESULT -> keep(value, control.iterated(a.getFirst(), (int) op.literal()));
      case CONSTANT, PARAMETER, REM -> throw new IllegalStateException("not an operation of vectors: " + op);
    }
    return switch (op.code()) {
      case RARELY, IN_DOUBLE, ITERATE, RESULT -> false;
      default -> true;
    };
  }

  private void unary(DType type, String name, int a) {
    push(a);
    Species.call(code, type, name);
  }

  private void binary(DType type, String name, List<Integer> a) {
    push(a.get(0));
    push(a.get(1));
    Species.call(code, type, name, Species.VECTOR);
  }

  private void lanewise(DType type, String operator, String kind, List<Integer> a) {
    push(a.get(0));
    Species.operator(code, operator, kind);
    push(a.get(1));
    Species.call(code, type, "lanewise", Species.operators("Binary"), Species.VECTOR);
  }

  private void shift(DType type, String operator, int a, long places) {
    push(a);
    Species.operator(code, operator, "Binary");
    frame.number(type, places);
    Species.call(code, type, "lanewise", Species.operators("Binary"), Frame.primitive(type));
  }

  private void bitwise(int value, Op op) {
    List<Integer> a = op.arguments();
    if (op.type() != DType.BOOL) {
      lanewise(op.type(), op.code().name(), "Associative", a);
      return;
    }
    DType type = maskTypes.get(a.get(0));
    push(a.get(0));
    pushMask(a.get(1), type);
    code.invokevirtual(Species.MASK, op.code().name().toLowerCase(java.util.Locale.ROOT),
        MethodTypeDesc.of(Species.MASK, Species.MASK));
    maskTypes.put(value, type);
  }

  private void not(int value, DType type, int a) {
    push(a);
    if (type == DType.BOOL) {
      code.invokevirtual(Species.MASK, "not", MethodTypeDesc.of(Species.MASK));
      maskTypes.put(value, maskTypes.get(a));
    } else {
      Species.call(code, type, "not");
    }
  }

  private void compare(int value, String operator, List<Integer> a) {
    DType type = tape.type(a.getFirst());
    push(a.get(0));
    Species.operator(code, operator, "Comparison");
    push(a.get(1));
    code.invokevirtual(Species.vector(type), "compare",
        MethodTypeDesc.of(Species.MASK, Species.operators("Comparison"), Species.VECTOR));
    maskTypes.put(value, type);
  }

  /** Pushes a mask for lanes of a type. */
  void pushMask(int value, DType type) {
    push(value);
    castMask(maskTypes.get(value), type);
  }

  private void castMask(DType from, DType to) {
    if (from != to) {
      species(to);
      code.invokevirtual(Species.MASK, "cast", MethodTypeDesc.of(Species.MASK, Species.SPECIES));
    }
  }

  private void bits(DType from, DType to, int a) {
    push(a);
    String name = to.isFloat() ? "viewAsFloatingLanes" : "viewAsIntegralLanes";
    code.invokevirtual(Species.vector(from), name, MethodTypeDesc.of(Species.vector(to)));
  }

  private void convert(DType from, DType to, int a) {
    push(a);
    convertShape(from, to, lanes(to), 0);
  }

  void convertShape(DType from, DType to, int lanesTo, int part) {
    Species.conversion(code, from, to);
    Species.push(code, to, lanesTo);
    code.loadConstant(part);
    code.invokevirtual(Species.vector(from), "convertShape",
        MethodTypeDesc.of(Species.VECTOR, Species.operators("Conversion"), Species.SPECIES, INT));
    code.checkcast(Species.vector(to));
  }

  private void load(int value, int access, DType type) {
    if (accumulators.push(access, step)) {
      return;
    }
    if (frame.kernel.accesses().get(access).inner() == Access.Inner.BROADCAST) {
      species(type == DType.BOOL ? DType.I32 : type);
      frame.memory();
      frame.layoutOf(type);
      frame.address(access, true, 0);
      frame.load(type);
      spread(type);
      maskTypes.put(value, DType.I32);
      return;
    }
    species(type);
    frame.memory();
    frame.address(access, true, ahead);
    Species.order(code);
    List<ClassDesc> parameters = new ArrayList<>(List.of(Species.SPECIES, Frame.SEGMENT, LONG, ORDER));
    if (mask != WHOLE) {
      pushTail(type);
      parameters.add(Species.MASK);
    }
    code.invokestatic(Species.vector(type), "fromMemorySegment", MethodTypeDesc.of(Species.vector(type), parameters));
    if (type == DType.BOOL) {
      Species.operator(code, "NE", "Comparison");
      code.iconst_0();
      code.invokevirtual(Species.vector(type), "compare",
          MethodTypeDesc.of(Species.MASK, Species.operators("Comparison"), ConstantDescs.CD_byte));
      maskTypes.put(value, DType.BOOL);
    }
  }

  private static final ClassDesc ORDER = ClassDesc.of("java.nio.ByteOrder");

  private void pushTail(DType type) {
    code.aload(mask);
    castMask(DType.I32, type);
  }

  private void store(int access, DType type, int a) {
    if (type == DType.BOOL) {
      species(type);
      code.iconst_0();
      Species.broadcast(code, type);
      code.iconst_1();
      pushMask(a, type);
      Species.call(code, type, "blend", ConstantDescs.CD_byte, Species.MASK);
    } else {
      push(a);
    }
    accumulators.keep(access, step);
    frame.memory();
    frame.address(access, true, ahead);
    Species.order(code);
    List<ClassDesc> parameters = new ArrayList<>(List.of(Frame.SEGMENT, LONG, ORDER));
    if (mask != WHOLE) {
      pushTail(type);
      parameters.add(Species.MASK);
    }
    code.invokevirtual(Species.vector(type), "intoMemorySegment",
        MethodTypeDesc.of(ConstantDescs.CD_void, parameters));
  }

  private void index(int dimension, DType type) {
    if (dimension < frame.kernel.outerRank()) {
      species(type);
      code.lload(frame.index[dimension]);
      code.conversion(TypeKind.LONG, Frame.kind(type));
      Species.broadcast(code, type);
      return;
    }
    species(DType.I32);
    code.iload(frame.counted).loadConstant(ahead).iadd();
    Species.broadcast(code, DType.I32);
    code.iconst_1();
    Species.call(code, DType.I32, "addIndex", INT);
    if (type != DType.I32) {
      convertShape(DType.I32, type, lanes(type), 0);
    }
  }

  private void scalar(int value, Op op) {
    species(op.type() == DType.BOOL ? DType.I32 : op.type());
    code.loadLocal(Frame.kind(op.type()), frame.scalars.get((int) op.literal()));
    spread(op.type());
    maskTypes.put(value, DType.I32);
  }

  private void fold(Op op, String operator) {
    int[] into = folds.get(op.literal());
    int slot = into[step % into.length];
    code.aload(slot);
    Species.operator(code, operator, "Associative");
    push(op.arguments().getFirst());
    if (mask == WHOLE) {
      Species.call(code, op.type(), "lanewise", Species.operators("Binary"), Species.VECTOR);
    } else {
      pushTail(op.type());
      Species.call(code, op.type(), "lanewise", Species.operators("Binary"), Species.VECTOR, Species.MASK);
    }
    code.astore(slot);
  }
}
