package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.Node;
import java.util.List;

/**
 * A kernel with its extents and operands: one pass over memory.
 *
 * @param operands one for each access
 * @param outer the outer extents
 * @param inner the inner extent, of a whole chunk where chunked
 * @param total the inner extent of all chunks
 * @param nodes what it computes
 */
public record Loop(Kernel kernel, List<Operand> operands, List<Long> outer, long inner, long total, List<Node> nodes) {
  public Loop {
    operands = List.copyOf(operands);
    outer = List.copyOf(outer);
    nodes = List.copyOf(nodes);
  }

  /** The number of outer indices. */
  public long rows() {
    return product(outer);
  }

  /** Outer indices that one accumulated value is folded over; 1 where nothing is accumulated. */
  public long fold() {
    return product(outer.subList(outer.size() - kernel.folded(), outer.size()));
  }

  /** Whether calls leave parts that have to be folded in the end: everything is folded over all outer indices. */
  public boolean hasParts() {
    return kernel.folded() > 0 && fold() == rows();
  }

  /** Elements of the inner loop over all. */
  public long elements() {
    return kernel.chunked() ? total : rows() * inner;
  }

  /** A guess at the time of the whole on one core, in nanoseconds. */
  public double nanos() {
    double perElement = 0;
    double perRow = 4;
    for (var stage : kernel.stages()) {
      double cost = stage.code().stream().mapToDouble(Loop::cost).sum();
      if (stage.inner()) {
        perElement += cost;
        perRow += 4;
      } else {
        perRow += 10 * cost;
      }
    }
    return perElement * elements() + perRow * rows();
  }

  private static double cost(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Load _,Instruction.Store _,Instruction.Accumulate _ -> 0.05;
      case Instruction.Literal _,Instruction.Index _ -> 0;
      case Instruction.Reduce _ -> 0.04;
      case Instruction.Apply apply -> Cost.of(apply.primitive());
    };
  }

  private static long product(List<Long> extents) {
    return extents.stream().reduce(1L, Math::multiplyExact);
  }
}
