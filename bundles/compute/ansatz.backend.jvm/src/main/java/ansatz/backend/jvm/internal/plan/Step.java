package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.fuse.Parts;
import ansatz.backend.jvm.internal.product.CompiledProduct;
import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.backend.jvm.internal.rows.ByRows;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Scan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One thing that an executable does; its tasks may run at the same time. */
public sealed interface Step {
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

  /**
   * A product of matrices [b,m,k] [b,k,n], block by block, each followed by a kernel over it.
   *
   * @param compiled code for its shape; null where functions for all shapes multiply
   * @param scratch memory that this code needs while it runs; null where it needs none
   * @param epilogue null where none follows
   */
  record Product(Node node, MatrixView a, MatrixView b, ProductCut cut, CompiledProduct compiled, Tensor scratch,
      Pass epilogue) implements Step {
    public int m() {
      return node.types().getFirst().shape().extent(1);
    }

    public int n() {
      return node.types().getFirst().shape().extent(2);
    }

    public int k() {
      return node.operand(0).shape().extent(2);
    }

    public int batch() {
      return node.types().getFirst().shape().extent(0);
    }

    @Override
    public Set<Tensor> reads() {
      Set<Tensor> reads = new LinkedHashSet<>(List.of(a.base(), b.base()));
      if (epilogue != null) {
        reads.addAll(epilogue.reads());
        reads.remove(node.result(0));
      }
      return reads;
    }

    @Override
    public Set<Tensor> writes() {
      Set<Tensor> writes = new LinkedHashSet<>(List.of(node.result(0)));
      if (scratch != null) {
        writes.add(scratch);
      }
      if (epilogue != null) {
        writes.addAll(epilogue.writes());
      }
      return writes;
    }

    @Override
    public List<Node> nodes() {
      List<Node> nodes = new ArrayList<>(List.of(node));
      if (epilogue != null) {
        nodes.addAll(epilogue.nodes());
      }
      return nodes;
    }

    @Override
    public int tasks() {
      return cut.rows().tasks() * cut.columnBlocks(n());
    }

    @Override
    public List<Pass> folds() {
      return epilogue == null ? List.of() : epilogue.folds();
    }

    @Override
    public double nanos() {
      return 300 + 2.0 * batch() * m() * n() * k() / 120 + (epilogue == null ? 0 : epilogue.nanos());
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

  /**
   * A scan, while or cond, or a program for blocks of rows: programs with plans of their own.
   *
   * @param operands the arrays in the order of the node's operands
   * @param bodies plans of the node's programs; for blocks, that of all but the last one, then the last one's
   * @param blocks of rows, each done by one task; 1 where the programs share their own tasks among the threads
   * @param scratch memory for the workspaces, each behind 64 bytes for a condition
   * @param folds of sums that blocks leave in parts
   */
  record Control(Node node, List<Tensor> operands, List<Plan> bodies, int blocks, Tensor scratch, List<Pass> folds)
      implements
        Step {
    private static final int CONDITION = 64;

    /** Programs of which one runs at a time. */
    static Control whole(Node node, List<Tensor> operands, List<Plan> bodies) {
      return new Control(node, operands, bodies, 1, Steps.scratch(workspace(bodies)), List.of());
    }

    /** A program for each block of rows. */
    static Control inBlocks(Node node, List<Tensor> operands, int blocks, Program body, Program last,
        Function<Program, Plan> planner) {
      List<Pass> folds = new ArrayList<>();
      if (node.primitive() instanceof ByRows rows) {
        for (Tensor sum : node.results().subList(rows.parted(), node.results().size())) {
          folds.add(Pass.once(Parts.sum(sum, blocks)));
        }
      }
      Plan plan = planner.apply(body);
      List<Plan> bodies = List.of(plan, last == body ? plan : planner.apply(last));
      return new Control(node, operands, bodies, blocks, Steps.scratch(blocks * workspace(bodies)), folds);
    }

    private static long workspace(List<Plan> bodies) {
      long bytes = 0;
      for (Plan body : bodies) {
        bytes = Math.max(bytes, body.workspace());
      }
      return CONDITION + (bytes + CONDITION - 1) / CONDITION * CONDITION;
    }

    /** Bytes of the scratch memory before a block's condition. */
    public long condition(int block) {
      return block * workspace(bodies);
    }

    /** Bytes of the scratch memory before a block's workspace. */
    public long workspace(int block) {
      return condition(block) + CONDITION;
    }

    @Override
    public Set<Tensor> reads() {
      return new LinkedHashSet<>(operands);
    }

    @Override
    public Set<Tensor> writes() {
      Set<Tensor> writes = new LinkedHashSet<>(node.results());
      writes.add(scratch);
      folds.forEach(fold -> writes.addAll(fold.reads()));
      return writes;
    }

    @Override
    public List<Node> nodes() {
      return List.of(node);
    }

    @Override
    public int tasks() {
      return blocks;
    }

    @Override
    public double nanos() {
      int times = (node.primitive() instanceof Scan scan ? scan.length() : 1) * blocks;
      double nanos = 0;
      for (Plan body : blocks > 1 ? bodies.subList(0, 1) : bodies) {
        nanos += body.nanos();
      }
      return times * nanos;
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
