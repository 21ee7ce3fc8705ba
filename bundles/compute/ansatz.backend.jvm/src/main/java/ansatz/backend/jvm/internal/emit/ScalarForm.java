package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Block;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One lane at a time, in plain Java. Booleans are 0 or 1. */
final class ScalarForm extends Form {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOAT = Float.class.describeConstable().orElseThrow();
  private static final ClassDesc DOUBLE = Double.class.describeConstable().orElseThrow();

  /** By instruction of a fold: what values are folded into. */
  final Map<Long, Integer> folds = new HashMap<>();
  private final boolean inner;
  private final Map<Integer, int[]> iterated = new HashMap<>();

  /** @param inner whether the stage is repeated for each inner index */
  ScalarForm(Frame frame, Tape tape, boolean inner) {
    super(frame, tape);
    this.inner = inner;
  }

  @Override
  TypeKind kind(DType type) {
    return Frame.kind(type);
  }

  @Override
  ClassDesc type(DType type) {
    return type == DType.BOOL ? ConstantDescs.CD_int : Frame.primitive(type);
  }

  @Override
  Form inMethod(CodeBuilder other) {
    return new ScalarForm(new Frame(frame.kernel, other, frame.members), tape, inner);
  }

  @Override
  void constant(int value, Op op) {
    frame.number(op.type(), op.literal());
  }

  @Override
  int pushedFirst(Op op) {
    return switch (op.code()) {
      case ADD, SUB, MUL, DIV, REM, MIN, MAX, FMA, NEG, ABS, SQRT, LESS, LESS_OR_EQUAL, EQUAL, AND, OR, XOR, NOT,
          SHIFT_LEFT, SHIFT_RIGHT, SHIFT_LEFT_BY, SHIFT_RIGHT_BY, BITS, CONVERT, SELECT ->
        0;
      default -> -1;
    };
  }

  @Override
  boolean write(int value, Op op) {
    List<Integer> a = op.arguments();
    DType type = op.type();
    switch (op.code()) {
      case LOAD -> {
        frame.memory();
        frame.layoutOf(type);
        frame.address((int) op.literal(), inner, 0);
        frame.load(type);
      }
      case STORE -> {
        frame.memory();
        frame.layoutOf(type);
        frame.address((int) op.literal(), inner, 0);
        push(a.getFirst());
        frame.store(type);
      }
      case INDEX -> index((int) op.literal(), type);
      case SCALAR -> code.loadLocal(kind(type), frame.scalars.get((int) op.literal()));
      case FOLD_SUM -> fold(op, () -> code.with(arithmetic(type, "ADD")));
      case FOLD_MAX -> fold(op, () -> math("max", type, 2));
      case FOLD_MIN -> fold(op, () -> math("min", type, 2));
      case ADD, SUB, MUL, AND, OR, XOR -> {
        pushAll(a);
        code.with(arithmetic(type, op.code().name()));
      }
      case DIV, REM -> quotient(op);
      case MIN, MAX -> {
        pushAll(a);
        math(op.code() == Tape.Code.MIN ? "min" : "max", type, 2);
      }
      case FMA -> {
        pushAll(a);
        math("fma", type, 3);
      }
      case ABS -> {
        pushAll(a);
        math("abs", type, 1);
      }
      case NEG -> {
        pushAll(a);
        code.with(arithmetic(type, "NEG"));
      }
      case SQRT -> sqrt(type, a.getFirst());
      case NOT -> {
        pushAll(a);
        frame.number(type, type == DType.BOOL ? 1 : -1);
        code.with(arithmetic(type, "XOR"));
      }
      case LESS, LESS_OR_EQUAL, EQUAL -> compare(op);
      case SHIFT_LEFT, SHIFT_RIGHT -> {
        pushAll(a);
        code.loadConstant((int) op.literal());
        code.with(arithmetic(type, op.code() == Tape.Code.SHIFT_LEFT ? "SHL" : "USHR"));
      }
      case SHIFT_LEFT_BY, SHIFT_RIGHT_BY -> {
        pushAll(a);
        code.conversion(kind(type), TypeKind.INT);
        code.with(arithmetic(type, op.code() == Tape.Code.SHIFT_LEFT_BY ? "SHL" : "USHR"));
      }
      case SELECT -> select(a);
      case BITS -> bits(tape.type(a.getFirst()), type, a.getFirst());
      case CONVERT -> {
        pushAll(a);
        code.conversion(kind(tape.type(a.getFirst())), kind(type));
      }
      case LOOKUP -> lookup(op);
      case RARELY -> rarely(op);
      case IN_DOUBLE -> inDouble(op);
      case ITERATE -> iterate(value, op);
      case RESULT -> keep(value, iterated.get(a.getFirst())[(int) op.literal()]);
      case CONSTANT, PARAMETER -> throw new IllegalStateException("not an operation: " + op);
    }
    return op.code() != Tape.Code.ITERATE && op.code() != Tape.Code.RESULT;
  }

  private void pushAll(List<Integer> values) {
    values.forEach(this::push);
  }

  /** The instruction of a type: its letter and a name. */
  private static java.lang.classfile.CodeElement arithmetic(DType type, String name) {
    String letter = switch (type) {
      case F32 -> "F";
      case F64 -> "D";
      case I64 -> "L";
      case I32, BOOL -> "I";
    };
    return java.lang.classfile.instruction.OperatorInstruction.of(Opcode.valueOf(letter + name));
  }

  private void math(String name, DType type, int arguments) {
    ClassDesc[] parameters = new ClassDesc[arguments];
    java.util.Arrays.fill(parameters, Frame.primitive(type));
    code.invokestatic(MATH, name, MethodTypeDesc.of(Frame.primitive(type), parameters));
  }

  private void sqrt(DType type, int a) {
    push(a);
    code.conversion(kind(type), TypeKind.DOUBLE);
    math("sqrt", DType.F64, 1);
    code.conversion(TypeKind.DOUBLE, kind(type));
  }

  /** Of integers by 0 the quotient is -1, the remainder the dividend. */
  private void quotient(Op op) {
    List<Integer> a = op.arguments();
    pushAll(a);
    if (op.type().isFloat()) {
      code.with(arithmetic(op.type(), op.code().name()));
      return;
    }
    Label end = code.newLabel();
    Label zero = code.newLabel();
    push(a.get(1));
    code.conversion(kind(op.type()), TypeKind.LONG);
    code.lconst_0().lcmp().ifeq(zero);
    code.with(arithmetic(op.type(), op.code().name()));
    code.goto_(end);
    code.labelBinding(zero);
    pop(op.type());
    if (op.code() == Tape.Code.DIV) {
      pop(op.type());
      frame.number(op.type(), -1);
    }
    code.labelBinding(end);
  }

  private void pop(DType type) {
    if (type.bytes() == 8) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private void compare(Op op) {
    DType type = tape.type(op.arguments().getFirst());
    pushAll(op.arguments());
    switch (type) {
      case F32 -> code.fcmpg();
      case F64 -> code.dcmpg();
      case I64 -> code.lcmp();
      case I32, BOOL -> code.invokestatic(Integer.class.describeConstable().orElseThrow(), "compare",
          MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int));
    }
    Label yes = code.newLabel();
    Label end = code.newLabel();
    switch (op.code()) {
      case LESS -> code.iflt(yes);
      case LESS_OR_EQUAL -> code.ifle(yes);
      default -> code.ifeq(yes);
    }
    code.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
  }

  private void select(List<Integer> a) {
    Label no = code.newLabel();
    Label end = code.newLabel();
    push(a.get(0));
    code.ifeq(no);
    push(a.get(1));
    code.goto_(end).labelBinding(no);
    push(a.get(2));
    code.labelBinding(end);
  }

  private void bits(DType from, DType to, int a) {
    push(a);
    switch (from) {
      case F32 -> bits(FLOAT, "floatToRawIntBits", from, to);
      case F64 -> bits(DOUBLE, "doubleToRawLongBits", from, to);
      case I32 -> bits(FLOAT, "intBitsToFloat", from, to);
      default -> bits(DOUBLE, "longBitsToDouble", from, to);
    }
  }

  private void bits(ClassDesc owner, String name, DType from, DType to) {
    code.invokestatic(owner, name, MethodTypeDesc.of(Frame.primitive(to), Frame.primitive(from)));
  }

  private void index(int dimension, DType type) {
    if (dimension < frame.kernel.outerRank()) {
      code.lload(frame.index[dimension]).conversion(TypeKind.LONG, kind(type));
    } else {
      code.iload(frame.counted).conversion(TypeKind.INT, kind(type));
    }
  }

  private void fold(Op op, Runnable combine) {
    int slot = folds.get(op.literal());
    code.loadLocal(kind(op.type()), slot);
    push(op.arguments().getFirst());
    combine.run();
    code.storeLocal(kind(op.type()), slot);
  }

  private void lookup(Op op) {
    boolean wide = op.type() == DType.F64;
    frame.memory();
    frame.layoutOf(op.type());
    push(op.arguments().getFirst());
    code.conversion(wide ? TypeKind.LONG : TypeKind.INT, TypeKind.LONG);
    code.loadConstant(wide ? 3 : 2).lshl();
    code.loadConstant(Memory.table(tape.table((int) op.literal()), wide)).ladd();
    frame.load(op.type());
  }

  private void rarely(Op op) {
    Label usual = code.newLabel();
    Label end = code.newLabel();
    push(op.arguments().get(0));
    code.ifeq(usual);
    call(op.block());
    code.goto_(end).labelBinding(usual);
    push(op.arguments().get(1));
    code.labelBinding(end);
  }

  private void inDouble(Op op) {
    Block block = op.block();
    for (int i = 0; i < block.parameters().size(); i++) {
      push(op.arguments().get(i));
      code.f2d();
      store(block.parameters().get(i));
    }
    block(block);
    push(block.results().getFirst());
    code.d2f();
  }

  private void iterate(int value, Op op) {
    Block block = op.block();
    TypeKind kind = kind(op.type());
    int[] state = frame.take(op.arguments().size(), kind);
    for (int i = 0; i < state.length; i++) {
      push(op.arguments().get(i));
      code.storeLocal(kind, state[i]);
      keep(block.parameters().get(i + 1), state[i]);
    }
    int k = frame.locals.take(TypeKind.INT);
    code.iconst_0().istore(k);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(k).loadConstant((int) op.literal()).if_icmpge(end);
    code.iload(k).conversion(TypeKind.INT, kind);
    store(block.parameters().getFirst());
    block(block);
    block.results().forEach(this::push);
    int going = frame.locals.take(TypeKind.INT);
    code.istore(going);
    for (int i = state.length - 1; i >= 0; i--) {
      code.storeLocal(kind, state[i]);
    }
    code.iinc(k, 1).iload(going).ifne(again).labelBinding(end);
    iterated.put(value, state);
  }
}
