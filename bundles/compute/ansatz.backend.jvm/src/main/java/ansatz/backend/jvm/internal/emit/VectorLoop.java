package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.emit.Tape.Code;
import ansatz.backend.jvm.internal.emit.Tape.Op;
import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.tensor.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;

/**
 * An inner stage in vectors: what is the same for the row once, whole vectors, then a last one under a mask.
 *
 * <p>A sum of floating numbers has 16 partial sums whatever the vectors' length, of the places that are equal modulo
 * 16; half of them is added to the other half until one is left.
 */
final class VectorLoop {
  /** Partial sums of a row. */
  static final int PARTIALS = 16;

  /** Operations of which two bodies would be near the 8,000 bytes above which HotSpot does not compile a method. */
  private static final int LARGE = 250;

  private final Frame frame;
  private final CodeBuilder code;
  private final VectorForm form;
  private final Tape tape;
  private final int steps; // vectors in a round of the loop

  VectorLoop(Frame frame, VectorForm form) {
    this.frame = frame;
    this.form = form;
    code = frame.code;
    tape = form.tape;
    steps = tape.ops().stream().anyMatch(VectorLoop::isFloatSum) ? PARTIALS / form.lanes : 1;
  }

  static boolean isFloatSum(Op op) {
    return op.code() == Code.FOLD_SUM && op.type().isFloat();
  }

  void write() {
    BitSet invariants = invariants();
    form.at(0);
    form.sequence(form.code(true, invariants), true);
    folds().forEach(this::start);
    List<Integer> body = form.code(false, invariants);
    if (frame.kernel.extent() > 0) {
      constantExtent(body);
    } else {
      anyExtent(body);
    }
    folds().forEach(this::finish);
    form.release();
  }

  private void constantExtent(List<Integer> body) {
    code.iconst_0().istore(frame.inner);
    place();
    int step = 0;
    for (; (step + 1) * form.lanes <= frame.kernel.extent(); step++) {
      form.at(step);
      form.sequence(body, false);
    }
    if (step * form.lanes < frame.kernel.extent()) {
      code.loadConstant(step * form.lanes).istore(frame.inner);
      masked(body, step, () -> code.loadConstant(frame.kernel.extent()));
    }
  }

  private void anyExtent(List<Integer> body) {
    if (tape.size() > LARGE) {
      onlyMasked(body);
      return;
    }
    int round = steps * form.lanes;
    int limit = frame.locals.take(TypeKind.INT);
    code.iconst_0().istore(frame.inner);
    code.iload(frame.extent).loadConstant(-round).iand().istore(limit);
    Label again = code.newLabel();
    Label tail = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(frame.inner).iload(limit).if_icmpge(tail);
    place();
    for (int step = 0; step < steps; step++) {
      form.at(step);
      form.sequence(body, false);
    }
    code.iinc(frame.inner, round).goto_(again);
    code.labelBinding(tail);
    for (int step = 0; step < steps; step++) {
      code.iload(frame.inner).iload(frame.extent).if_icmpge(end);
      masked(body, step, () -> code.iload(frame.extent));
      code.iinc(frame.inner, form.lanes);
    }
    code.labelBinding(end);
    frame.locals.giveBack(TypeKind.INT, limit);
  }

  /** The body stands once: a mask that leaves out nothing costs less than code that is not compiled. */
  private void onlyMasked(List<Integer> body) {
    code.iconst_0().istore(frame.inner);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again);
    for (int step = 0; step < steps; step++) {
      code.iload(frame.inner).iload(frame.extent).if_icmpge(end);
      masked(body, step, () -> code.iload(frame.extent));
      code.iinc(frame.inner, form.lanes);
    }
    code.goto_(again).labelBinding(end);
  }

  private void place() {
    frame.place();
    frame.count();
  }

  /** The body for those lanes from the inner place on that are below the extent. */
  private void masked(List<Integer> body, int step, Runnable extent) {
    int mask = frame.locals.take(TypeKind.REFERENCE);
    Species.push(code, DType.I32, form.lanes);
    code.iload(frame.inner);
    extent.run();
    code.invokeinterface(Species.SPECIES, "indexInRange",
        MethodTypeDesc.of(Species.MASK, ConstantDescs.CD_int, ConstantDescs.CD_int));
    code.astore(mask);
    place();
    form.tail(step, mask);
    form.sequence(body, false);
    frame.locals.giveBack(TypeKind.REFERENCE, mask);
  }

  /** What is the same for a whole row. */
  private BitSet invariants() {
    BitSet invariants = new BitSet();
    for (int value = 0; value < tape.ops().size(); value++) {
      Op op = tape.op(value);
      boolean same = switch (op.code()) {
        case CONSTANT, SCALAR, PARAMETER -> true;
        case INDEX -> op.literal() < frame.kernel.outerRank();
        case LOAD -> frame.kernel.accesses().get((int) op.literal()).inner() == Access.Inner.BROADCAST;
        case STORE, FOLD_SUM, FOLD_MAX, FOLD_MIN -> false;
        default -> true;
      };
      invariants.set(value, same && op.arguments().stream().allMatch(invariants::get)
          && (op.block() == null || op.block().code().stream().allMatch(invariants::get)));
    }
    return invariants;
  }

  private List<Op> folds() {
    return tape.ops().stream().filter(op -> Tape.hasEffect(op.code()) && op.code() != Code.STORE).toList();
  }

  private void start(Op fold) {
    int[] into = frame.take(isFloatSum(fold) ? steps : 1, TypeKind.REFERENCE);
    form.folds.put(fold.literal(), into);
    for (int slot : into) {
      Species.push(code, fold.type(), form.lanes);
      frame.number(fold.type(), neutral(fold));
      Species.broadcast(code, fold.type());
      code.astore(slot);
    }
  }

  static long neutral(Op fold) {
    boolean max = fold.code() == Code.FOLD_MAX;
    if (fold.code() == Code.FOLD_SUM) {
      return 0;
    }
    return switch (fold.type()) {
      case F32 -> Float.floatToRawIntBits(max ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY);
      case F64 -> Double.doubleToRawLongBits(max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      case I32, BOOL -> max ? Integer.MIN_VALUE : Integer.MAX_VALUE;
      case I64 -> max ? Long.MIN_VALUE : Long.MAX_VALUE;
    };
  }

  /** Halves onto halves, first of vectors, then of lanes. */
  private void finish(Op fold) {
    int[] from = form.folds.get(fold.literal());
    for (int half = from.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        int other = from[i + half];
        combine(fold, from[i], () -> code.aload(other));
      }
    }
    for (int half = form.lanes / 2; half > 0; half /= 2) {
      int by = half;
      combine(fold, from[0], () -> {
        code.aload(from[0]);
        frame.members.rotation(code, fold.type(), form.lanes, by);
        Species.call(code, fold.type(), "rearrange", Species.SHUFFLE);
      });
    }
    code.aload(from[0]).iconst_0();
    code.invokevirtual(Species.vector(fold.type()), "lane",
        MethodTypeDesc.of(Frame.primitive(fold.type()), ConstantDescs.CD_int));
    frame.result(fold);
    for (int slot : from) {
      frame.locals.giveBack(TypeKind.REFERENCE, slot);
    }
  }

  private void combine(Op fold, int into, Runnable other) {
    String operator = switch (fold.code()) {
      case FOLD_SUM -> "ADD";
      case FOLD_MAX -> "MAX";
      default -> "MIN";
    };
    code.aload(into);
    Species.operator(code, operator, "Associative");
    other.run();
    Species.call(code, fold.type(), "lanewise", Species.operators("Binary"), Species.VECTOR);
    code.astore(into);
  }
}
