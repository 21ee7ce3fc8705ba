package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Block;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/** What of a {@link VectorForm} is no straight code: tables, rare cases, float64 in between, iterations. */
final class VectorControl {
  private final VectorForm form;
  private final Frame frame;
  private final CodeBuilder code;
  private final Tape tape;
  private final Map<Integer, int[]> iterated = new HashMap<>();

  VectorControl(VectorForm form) {
    this.form = form;
    frame = form.frame;
    code = form.code;
    tape = form.tape;
  }

  /** The local of one of an iteration's values. */
  int iterated(int iteration, int place) {
    return iterated.get(iteration)[place];
  }

  void lookup(Op op) {
    boolean wide = op.type() == DType.F64;
    DType indices = wide ? DType.I64 : DType.I32;
    long table = Memory.table(tape.table((int) op.literal()), wide);
    form.species(op.type());
    frame.number(op.type(), 0);
    Species.broadcast(code, op.type());
    for (int lane = 0; lane < form.lanes(op.type()); lane++) {
      code.loadConstant(lane);
      frame.memory();
      frame.layoutOf(op.type());
      form.push(op.arguments().getFirst());
      code.loadConstant(lane);
      code.invokevirtual(Species.vector(indices), "lane",
          MethodTypeDesc.of(Frame.primitive(indices), ConstantDescs.CD_int));
      code.conversion(Frame.kind(indices), TypeKind.LONG);
      code.loadConstant(wide ? 3 : 2).lshl().loadConstant(table).ladd();
      frame.load(op.type());
      Species.call(code, op.type(), "withLane", ConstantDescs.CD_int, Frame.primitive(op.type()));
    }
  }

  private void anyTrue() {
    code.invokevirtual(Species.MASK, "anyTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean));
  }

  void rarely(int value, Op op) {
    int result = frame.locals.take(TypeKind.REFERENCE);
    form.push(op.arguments().get(1));
    code.astore(result);
    form.push(op.arguments().get(0));
    anyTrue();
    Label usual = code.newLabel();
    code.ifeq(usual);
    code.aload(result);
    form.call(op.block());
    form.pushMask(op.arguments().getFirst(), op.type());
    Species.call(code, op.type(), "blend", Species.VECTOR, Species.MASK);
    code.astore(result);
    code.labelBinding(usual);
    form.keep(value, result);
  }

  /** The lanes go through the block in as many parts as they take in float64. */
  void inDouble(int value, Op op) {
    Block block = op.block();
    int parts = form.lanes / form.lanes(DType.F64);
    int result = frame.locals.take(TypeKind.REFERENCE);
    for (int part = 0; part < parts; part++) {
      for (int i = 0; i < block.parameters().size(); i++) {
        form.push(op.arguments().get(i));
        form.convertShape(DType.F32, DType.F64, form.lanes(DType.F64), part);
        form.store(block.parameters().get(i));
      }
      form.block(block);
      form.push(block.results().getFirst());
      form.convertShape(DType.F64, DType.F32, form.lanes, -part);
      if (part > 0) {
        // Lanes of other parts are zero bits.
        bitsOf("viewAsIntegralLanes", DType.F32, DType.I32);
        code.aload(result);
        bitsOf("viewAsIntegralLanes", DType.F32, DType.I32);
        Species.call(code, DType.I32, "or", Species.VECTOR);
        bitsOf("viewAsFloatingLanes", DType.I32, DType.F32);
      }
      code.astore(result);
    }
    form.keep(value, result);
  }

  private void bitsOf(String name, DType from, DType to) {
    code.invokevirtual(Species.vector(from), name, MethodTypeDesc.of(Species.vector(to)));
  }

  void iterate(int value, Op op) {
    Block block = op.block();
    DType type = op.type();
    int[] state = frame.take(op.arguments().size(), TypeKind.REFERENCE);
    for (int i = 0; i < state.length; i++) {
      form.push(op.arguments().get(i));
      code.astore(state[i]);
      form.keep(block.parameters().get(i + 1), state[i]);
    }
    int going = frame.locals.take(TypeKind.REFERENCE);
    form.species(type);
    code.iconst_1();
    Species.maskAll(code);
    code.astore(going);
    int k = frame.locals.take(TypeKind.INT);
    code.iconst_0().istore(k);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again);
    code.iload(k).loadConstant((int) op.literal()).if_icmpge(end);
    code.aload(going);
    anyTrue();
    code.ifeq(end);
    form.species(type);
    code.iload(k).conversion(TypeKind.INT, Frame.kind(type));
    Species.broadcast(code, type);
    form.store(block.parameters().getFirst());
    form.block(block);
    round(type, block, state, going);
    code.iinc(k, 1).goto_(again);
    code.labelBinding(end);
    iterated.put(value, state);
  }

  /** Lanes that go on take the new values. */
  private void round(DType type, Block block, int[] state, int going) {
    for (int i = 0; i < state.length; i++) {
      code.aload(state[i]);
      form.push(block.results().get(i));
      code.aload(going);
      Species.call(code, type, "blend", Species.VECTOR, Species.MASK);
    }
    for (int i = state.length - 1; i >= 0; i--) {
      code.astore(state[i]);
    }
    code.aload(going);
    form.pushMask(block.results().get(state.length), type);
    code.invokevirtual(Species.MASK, "and", MethodTypeDesc.of(Species.MASK, Species.MASK));
    code.astore(going);
  }
}
