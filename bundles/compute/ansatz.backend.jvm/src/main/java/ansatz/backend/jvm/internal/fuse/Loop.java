package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.Node;
import java.util.ArrayList;
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
    if (kernel.outerRank() != 1 || !kernel.chunked() && rows() != 1 || kernel.folded() != 0 || total % rows != 0
        || !isFlat()) {
      return null;
    }
    Kernel byRows = new Kernel(1, false, 0, each <= Nest.CONSTANT ? (int) each : 0, kernel.accesses(),
        kernel.stages());
    List<Operand> walked = new ArrayList<>();
    for (Operand x : operands) {
      long stride = x.strides().getLast();
      walked.add(new Operand(x.tensor(), x.offset(), List.of(each * stride, stride), x.written(), false));
    }
    return new Loop(byRows, walked, List.of(rows), each, each, nodes);
  }

  /** Whether each element of the inner loop is computed of the same elements alone, and all follow each other. */
  private boolean isFlat() {
    for (Operand x : operands) {
      if (x.partial() || x.strides().getLast() != 0 && x.strides().getLast() != 1) {
        return false;
      }
    }
    for (Stage stage : kernel.stages()) {
      for (Instruction instruction : stage.code()) {
        if (instruction instanceof Instruction.Index || instruction instanceof Instruction.Reduce
            || instruction instanceof Instruction.Accumulate
            || instruction instanceof Instruction.Store && !stage.inner()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Elements of the inner loop over all. */
  public long elements() {
    return kernel.chunked() ? total : rows() * inner;
  }

  /** A guess at the time of the whole on one core, in nanoseconds. */
  public double nanos() {
    double perElement = 0;
    double perRow = 4;
    for (Stage stage : kernel.stages()) {
      double cost = 0;
      for (Instruction instruction : stage.code()) {
        cost += cost(instruction);
      }
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
    long product = 1;
    for (long extent : extents) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }
}
