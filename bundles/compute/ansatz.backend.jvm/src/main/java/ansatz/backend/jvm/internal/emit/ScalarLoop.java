package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An inner stage one lane at a time. Where it sums floating numbers it goes over the row once for each of the partial
 * sums that {@link VectorLoop} has, in the order in which these are added together.
 */
final class ScalarLoop {
  private static final int LEVELS = Integer.numberOfTrailingZeros(VectorLoop.PARTIALS);

  private final Frame frame;
  private final CodeBuilder code;
  private final ScalarForm form;
  private final List<Op> folds;

  ScalarLoop(Frame frame, ScalarForm form) {
    this.frame = frame;
    this.form = form;
    code = frame.code;
    folds = form.tape.ops().stream().filter(op -> Tape.hasEffect(op.code()) && op.code() != Code.STORE).toList();
  }

  void write() {
    for (Op fold : folds) {
      int slot = frame.locals.take(Frame.kind(fold.type()));
      form.folds.put(fold.literal(), slot);
      start(fold);
    }
    if (folds.stream().anyMatch(VectorLoop::isFloatSum)) {
      partialSums();
    } else {
      row(() -> code.iconst_0(), 1);
    }
    for (Op fold : folds) {
      code.loadLocal(Frame.kind(fold.type()), form.folds.get(fold.literal()));
      frame.result(fold);
    }
    form.release();
  }

  private void start(Op fold) {
    frame.number(fold.type(), VectorLoop.neutral(fold));
    code.storeLocal(Frame.kind(fold.type()), form.folds.get(fold.literal()));
  }

  /** All places from the first on, by a stride. */
  private void row(Runnable first, int by) {
    first.run();
    code.istore(frame.inner);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(frame.inner).iload(frame.extent).if_icmpge(end);
    frame.place();
    frame.count();
    form.sequence(form.tape.code(), false);
    code.iinc(frame.inner, by).goto_(again).labelBinding(end);
  }

  private void partialSums() {
    Map<Long, int[]> waiting = new HashMap<>();
    List<Op> sums = folds.stream().filter(VectorLoop::isFloatSum).toList();
    for (Op sum : sums) {
      int[] slots = frame.take(LEVELS, Frame.kind(sum.type()));
      waiting.put(sum.literal(), slots);
      for (int slot : slots) {
        frame.number(sum.type(), 0);
        code.storeLocal(Frame.kind(sum.type()), slot);
      }
    }
    int turn = frame.locals.take(TypeKind.INT);
    code.iconst_0().istore(turn);
    Label again = code.newLabel();
    code.labelBinding(again);
    sums.forEach(this::start);
    row(() -> partial(turn), VectorLoop.PARTIALS);
    for (Op sum : sums) {
      addTo(waiting.get(sum.literal()), sum, turn);
    }
    code.iinc(turn, 1).iload(turn).loadConstant(VectorLoop.PARTIALS).if_icmplt(again);
    frame.locals.giveBack(TypeKind.INT, turn);
  }

  /** The partial sum whose turn it is: the turn's bits reversed, so that those to be added together follow each other. */
  private void partial(int turn) {
    code.iload(turn);
    code.invokestatic(Integer.class.describeConstable().orElseThrow(), "reverse",
        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
    code.loadConstant(Integer.SIZE - LEVELS).iushr();
  }

  /** Adds the sum to those of earlier turns that it is the other half of, or leaves it waiting. */
  private void addTo(int[] waiting, Op sum, int turn) {
    TypeKind kind = Frame.kind(sum.type());
    int slot = form.folds.get(sum.literal());
    Label end = code.newLabel();
    for (int level = 0; level < LEVELS; level++) {
      Label second = code.newLabel();
      code.iload(turn).loadConstant(1 << level).iand().ifne(second);
      code.loadLocal(kind, slot).storeLocal(kind, waiting[level]).goto_(end).labelBinding(second);
      code.loadLocal(kind, waiting[level]).loadLocal(kind, slot);
      if (kind == TypeKind.FLOAT) {
        code.fadd();
      } else {
        code.dadd();
      }
      code.storeLocal(kind, slot);
    }
    code.labelBinding(end);
  }
}
