package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Lowering.Lowered;
import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The method that a kernel becomes: arguments into locals, and for each outer index the stages. */
final class KernelMethod {
  /** Operations of a stage in vectors: with more, its code would be too large to be compiled. */
  private static final int MOST = 500;

  // The parameters of KernelCode.run.
  private static final int ARGUMENTS = 1;
  private static final int TASK = 2;
  private static final int FROM = 3;
  private static final int TO = 5;

  private final Kernel kernel;
  private final CodeBuilder code;
  private final Frame frame;
  private final int rank;
  private final int[] extents; // by outer dimension, long
  private final int[] bases; // by access: its address, long
  private final int[][] strides; // by access and outer dimension, long
  private final int whole; // the inner extent, but of a last chunk, long
  private final int start; // the first outer index of the call, long

  private KernelMethod(Kernel kernel, CodeBuilder code, Members members) {
    this.kernel = kernel;
    this.code = code;
    frame = new Frame(kernel, code, members);
    rank = kernel.outerRank();
    extents = frame.take(rank, TypeKind.LONG);
    int accesses = kernel.accesses().size();
    bases = frame.take(accesses, TypeKind.LONG);
    strides = new int[accesses][];
    for (int access = 0; access < accesses; access++) {
      strides[access] = frame.take(rank, TypeKind.LONG);
    }
    whole = frame.locals.take(TypeKind.LONG);
    start = frame.locals.take(TypeKind.LONG);
  }

  /**
   * Writes {@code run}.
   *
   * @param bits of a vector; 0 for one lane at a time
   */
  static void write(Kernel kernel, List<Lowered> stages, CodeBuilder code, int bits, Members members) {
    KernelMethod method = new KernelMethod(kernel, code, members);
    Label end = code.newLabel();
    code.lload(FROM).lload(TO).lcmp().ifge(end);
    method.arguments();
    method.firstIndices();
    Map<VectorForm.Constant, Integer> constants = new HashMap<>();
    List<Runnable> bodies = new ArrayList<>();
    for (Lowered stage : stages) {
      bodies.add(method.stage(stage, bits, constants));
    }
    boolean accumulates = stages.stream().flatMap(stage -> stage.tape().ops().stream())
        .anyMatch(op -> op.code() == Code.SCALAR && op.literal() == Lowering.FIRST);
    Label row = code.newLabel();
    Label body = code.newLabel();
    code.labelBinding(row);
    method.row();
    code.labelBinding(body);
    if (accumulates) {
      method.first();
    }
    bodies.forEach(Runnable::run);
    code.lload(FROM).lconst_1().ladd().lstore(FROM);
    code.lload(FROM).lload(TO).lcmp().ifge(end);
    method.next(row, body);
    code.labelBinding(end).return_();
  }

  private void argument(int number) {
    code.aload(ARGUMENTS).loadConstant(number).laload();
  }

  private void argument(int number, int local) {
    argument(number);
    code.lstore(local);
  }

  private void arguments() {
    for (int dimension = 0; dimension < rank; dimension++) {
      argument(kernel.outerExtent(dimension), extents[dimension]);
    }
    for (int access = 0; access < bases.length; access++) {
      argument(kernel.address(access));
      code.iload(TASK).i2l();
      argument(kernel.taskStride(access));
      code.lmul().ladd().lstore(bases[access]);
      for (int dimension = 0; dimension < rank; dimension++) {
        argument(kernel.outerStride(access, dimension), strides[access][dimension]);
      }
      argument(kernel.innerStride(access), frame.stride[access]);
    }
    argument(kernel.innerExtent(), whole);
    code.lload(whole).l2i().istore(frame.extent);
    code.lload(FROM).lstore(start);
  }

  private void firstIndices() {
    int rest = frame.index[0];
    code.lload(FROM).lstore(rest);
    for (int dimension = rank - 1; dimension > 0; dimension--) {
      code.lload(rest).lload(extents[dimension]).lrem().lstore(frame.index[dimension]);
      code.lload(rest).lload(extents[dimension]).ldiv().lstore(rest);
    }
  }

  /** The row's addresses and extent. */
  private void row() {
    for (int access = 0; access < bases.length; access++) {
      code.lload(bases[access]);
      for (int dimension = 0; dimension < rank; dimension++) {
        code.lload(frame.index[dimension]).lload(strides[access][dimension]).lmul().ladd();
      }
      code.lstore(frame.row[access]);
    }
    if (kernel.chunked()) {
      argument(kernel.totalExtent());
      code.lload(frame.index[rank - 1]).lload(whole).lmul().lsub().lload(whole);
      code.invokestatic(Math.class.describeConstable().orElseThrow(), "min",
          MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long));
      code.l2i().istore(frame.extent);
    }
  }

  /** Whether the row begins a fold of accumulated values. */
  private void first() {
    int first = frame.scalars.computeIfAbsent(Lowering.FIRST, _ -> frame.locals.take(TypeKind.INT));
    Label yes = code.newLabel();
    Label end = code.newLabel();
    code.lload(FROM).lload(start).lcmp().ifeq(yes);
    Label no = code.newLabel();
    for (int dimension = rank - kernel.folded(); dimension < rank; dimension++) {
      code.lload(frame.index[dimension]).lconst_0().lcmp().ifne(no);
    }
    code.labelBinding(yes).iconst_1().istore(first).goto_(end);
    code.labelBinding(no).iconst_0().istore(first);
    code.labelBinding(end);
  }

  /** On to the next outer index: along the last dimension addresses only move on. */
  private void next(Label row, Label body) {
    Label carry = code.newLabel();
    for (int dimension = rank - 1; dimension >= 0; dimension--) {
      int index = frame.index[dimension];
      code.lload(index).lconst_1().ladd().lstore(index);
      if (dimension > 0) {
        code.lload(index).lload(extents[dimension]).lcmp();
        if (dimension < rank - 1) {
          code.iflt(row);
        } else {
          code.ifge(carry);
        }
      }
      if (dimension == rank - 1 && !kernel.chunked()) {
        advance();
        code.goto_(body);
      } else if (dimension == rank - 1 || dimension == 0) {
        code.goto_(row);
      }
      if (dimension == rank - 1) {
        code.labelBinding(carry);
      }
      if (dimension > 0) {
        code.lconst_0().lstore(index);
      }
    }
  }

  private void advance() {
    for (int access = 0; access < bases.length; access++) {
      code.lload(frame.row[access]).lload(strides[access][rank - 1]).ladd().lstore(frame.row[access]);
    }
  }

  /** Prepares a stage; what is returned writes it. */
  private Runnable stage(Lowered stage, int bits, Map<VectorForm.Constant, Integer> constants) {
    if (!stage.stage().inner()) {
      ScalarForm form = new ScalarForm(frame, stage.tape(), false);
      return () -> {
        form.sequence(stage.tape().code(), true);
        stage.kept().forEach((instruction, value) -> frame.scalars.put(instruction, form.keptIn(value)));
      };
    }
    if (!isInVectors(kernel, stage, bits)) {
      return new ScalarLoop(frame, new ScalarForm(frame, stage.tape(), true))::write;
    }
    VectorForm form = new VectorForm(frame, stage.tape(), bits, constants);
    form.prepareConstants();
    form.accumulators.prepare();
    return new VectorLoop(frame, form)::write;
  }

  /** Whether a stage that is repeated for each inner index is done in vectors of so many bits. */
  static boolean isInVectors(Kernel kernel, Lowered stage, int bits) {
    return bits > 0 && stage.stage().inner() && stage.tape().size() <= MOST
        && hasVectors(kernel, stage.tape(), stage.tape().code(), bits);
  }

  /**
   * Whether a stage can be done in vectors: no strides, no remainders, no iteration but in rare cases,
   * and no booleans in vectors below 64 bits.
   */
  private static boolean hasVectors(Kernel kernel, Tape tape, List<Integer> values, int bits) {
    BitSet live = tape.live();
    return values.stream().filter(live::get).map(tape::op).allMatch(op -> switch (op.code()) {
      case REM, ITERATE -> false;
      case DIV -> op.type().isFloat();
      case LOAD, STORE -> isRegular(kernel, op, VectorForm.lanes(tape, bits));
      case IN_DOUBLE -> hasVectors(kernel, tape, op.block().code(), bits);
      default -> true;
    });
  }

  private static boolean isRegular(Kernel kernel, Op op, int lanes) {
    Access access = kernel.accesses().get((int) op.literal());
    return switch (access.inner()) {
      case CONTIGUOUS -> access.dtype() != DType.BOOL || lanes >= 8;
      case BROADCAST -> op.code() == Code.LOAD;
      case STRIDED -> false;
    };
  }
}
