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

  /** A loop over elements that follow each other in all arrays, as one over equal rows of them; null of any other. */
  public Loop inRows(long rows) {
    long each = total / rows;
    boolean flat = kernel.outerRank() == 1 && (kernel.chunked() || rows() == 1) && kernel.folded() == 0
        && total % rows == 0 && operands.stream().allMatch(x -> !x.partial() && inOrder(x.strides().getLast()))
        && kernel.stages().stream().allMatch(stage -> stage.code().stream().allMatch(i -> switch (i) {
          case Instruction.Load _,Instruction.Literal _,Instruction.Apply _ -> true;
          case Instruction.Store _ -> stage.inner();
          case Instruction.Index _,Instruction.Reduce _,Instruction.Accumulate _ -> false;
        }));
    if (!flat) {
      return null;
    }
    Kernel byRows = new Kernel(1, false, 0, each <= Nest.CONSTANT ? (int) each : 0, kernel.accesses(),
        kernel.stages());
    List<Operand> walked = operands.stream().map(x -> new Operand(x.tensor(), x.offset(),
        List.of(each * x.strides().getLast(), x.strides().getLast()), x.written(), false)).toList();
    return new Loop(byRows, walked, List.of(rows), each, each, nodes);
  }

  private static boolean inOrder(long stride) {
    return stride == 0 || stride == 1;
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
