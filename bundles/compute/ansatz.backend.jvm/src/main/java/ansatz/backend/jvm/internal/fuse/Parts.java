package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums over all outer indices: each call leaves a part, in an array of its own, and a further loop folds the parts in
 * their order.
 *
 * @param loop leaves the parts
 * @param combining fold them, one for each sum
 */
public record Parts(Loop loop, List<Loop> combining) {
  /** @param calls the number of parts */
  public static Parts of(Loop loop, int calls) {
    List<Operand> operands = new ArrayList<>();
    List<Loop> combining = new ArrayList<>();
    for (Operand operand : loop.operands()) {
      if (operand.partial()) {
        Tensor parts = parts(operand.tensor(), calls);
        combining.add(combine(parts, operand.tensor(), fold(loop.kernel(), operands.size())));
        operands.add(new Operand(parts, 0, operand.strides(), true, true));
      } else {
        operands.add(operand);
      }
    }
    return new Parts(new Loop(loop.kernel(), operands, loop.outer(), loop.inner(), loop.total(), loop.nodes()),
        combining);
  }

  private static Fold fold(Kernel kernel, int access) {
    return kernel.instructions().stream().filter(i -> i instanceof Instruction.Accumulate(int to, Fold _, int _)
        && to == access).map(i -> ((Instruction.Accumulate) i).fold()).findFirst().orElseThrow();
  }

  /** Adds up what so many calls leave for one sum. */
  public static Loop sum(Tensor whole, int calls) {
    return combine(parts(whole, calls), whole, Fold.SUM);
  }

  private static Tensor parts(Tensor whole, int calls) {
    return Parameter.of(TensorType.of(whole.dtype(), calls, Math.toIntExact(whole.type().size())));
  }

  private static Loop combine(Tensor parts, Tensor whole, Fold fold) {
    long calls = parts.shape().extent(0);
    long size = parts.shape().extent(1);
    DType dtype = whole.dtype();
    List<Stage> stages = size == 1
        ? List.of(
            new Stage(true, List.of(new Instruction.Load(0), new Instruction.Reduce(fold, 0))),
            new Stage(false, List.of(new Instruction.Store(1, 1))))
        : List.of(new Stage(true, List.of(new Instruction.Load(0), new Instruction.Accumulate(1, fold, 0))));
    List<Access> accesses = List.of(new Access(dtype, Access.Inner.CONTIGUOUS),
        new Access(dtype, size == 1 ? Access.Inner.BROADCAST : Access.Inner.CONTIGUOUS));
    long inner = size == 1 ? calls : size;
    // How many parts there are is a matter of extents, so that it is never a constant.
    int constant = size > 1 && size <= Nest.CONSTANT ? (int) size : 0;
    Kernel kernel = new Kernel(1, false, size == 1 ? 0 : 1, constant, accesses, stages);
    Operand from = new Operand(parts, 0, List.of(size == 1 ? 0 : size, 1L), false, false);
    Operand to = new Operand(whole, 0, List.of(0L, size == 1 ? 0L : 1L), true, false);
    return new Loop(kernel, List.of(from, to), List.of(size == 1 ? 1 : calls), inner, inner,
        List.of(whole.node()));
  }
}
