package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One thing that an executable does; its tasks may run at the same time. */
public sealed interface Step permits Step.Pass, ProductStep, Step.Plain, Step.Direct, ControlStep, Step.Copy {
  /** The arrays that it reads. */
  Set<Tensor> reads();

  /** The arrays that it writes. */
  Set<Tensor> writes();

  /** The nodes whose work it is. */
  List<Node> nodes();

  int tasks();

  /** A guess at its time on one core, in nanoseconds. */
  double nanos();

  /** What the last task to end does: folds the parts that tasks leave, in their order. */
  default List<Pass> folds() {
    return List.of();
  }

  /**
   * A generated kernel over memory.
   *
   * @param folds of the parts that its calls leave; empty where each result is whole in a call
   */
  record Pass(Loop loop, Cut cut, List<Pass> folds) implements Step {
    public Pass(Loop loop, Cut cut) {
      this(loop, cut, List.of());
    }

    /** A loop that is one call. */
    static Pass once(Loop loop) {
      return new Pass(loop, new Cut(loop.rows(), loop.rows(), 1));
    }

    @Override
    public Set<Tensor> reads() {
      return arrays(loop, false);
    }

    @Override
    public Set<Tensor> writes() {
      Set<Tensor> writes = arrays(loop, true);
      folds.forEach(fold -> writes.addAll(fold.writes()));
      return writes;
    }

    @Override
    public List<Node> nodes() {
      return loop.nodes();
    }

    @Override
    public int tasks() {
      return cut.tasks();
    }

    @Override
    public double nanos() {
      return loop.nanos();
    }
  }

  /** A node in its primitive's own plain loops, on copies. */
  record Plain(Node node, Set<Tensor> reads) implements Step {
    @Override
    public Set<Tensor> writes() {
      return new LinkedHashSet<>(node.results());
    }

    @Override
    public List<Node> nodes() {
      return List.of(node);
    }

    @Override
    public int tasks() {
      return 1;
    }

    @Override
    public double nanos() {
      return 1000 + 50.0 * node.primitive().flops(node);
    }
  }

  /**
   * Loops written by hand, or calls of a native library.
   *
   * @param operands the arrays in the order of the node's operands
   * @param scratch memory that it needs while it runs; null where it needs none
   */
  record Direct(Node node, List<Tensor> operands, Routine routine, Tensor scratch) implements Step {
    @Override
    public Set<Tensor> reads() {
      return new LinkedHashSet<>(operands);
    }

    @Override
    public Set<Tensor> writes() {
      Set<Tensor> writes = new LinkedHashSet<>(node.results());
      if (scratch != null) {
        writes.add(scratch);
      }
      return writes;
    }

    @Override
    public List<Node> nodes() {
      return List.of(node);
    }

    @Override
    public int tasks() {
      return routine.tasks();
    }

    @Override
    public double nanos() {
      return routine.nanos();
    }
  }

  /** An array copied to where an output has to be. */
  record Copy(Tensor from, Tensor to) implements Step {
    @Override
    public Set<Tensor> reads() {
      return Set.of(from);
    }

    @Override
    public Set<Tensor> writes() {
      return Set.of(to);
    }

    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public int tasks() {
      return 1;
    }

    @Override
    public double nanos() {
      return 20 + from.type().bytes() / 10.0;
    }
  }

  private static Set<Tensor> arrays(Loop loop, boolean written) {
    Set<Tensor> arrays = new LinkedHashSet<>();
    for (Operand operand : loop.operands()) {
      if (operand.written() == written) {
        arrays.add(operand.tensor());
      }
    }
    return arrays;
  }
}
