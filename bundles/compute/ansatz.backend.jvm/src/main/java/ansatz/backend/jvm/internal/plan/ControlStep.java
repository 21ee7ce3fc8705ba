package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Parts;
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

/**
 * A scan, while or cond, or a program for blocks of rows: programs with plans of their own.
 *
 * @param operands the arrays in the order of the node's operands
 * @param bodies plans of the node's programs; for blocks, that of all but the last one, then the last one's
 * @param blocks of rows, each done by one task; 1 where the programs share their own tasks among the threads
 * @param scratch memory for the workspaces, each behind 64 bytes for a condition
 * @param folds of sums that blocks leave in parts
 */
public record ControlStep(Node node, List<Tensor> operands, List<Plan> bodies, int blocks, Tensor scratch,
    List<Step.Pass> folds)
    implements
      Step {
  private static final int CONDITION = 64;

  /** Programs of which one runs at a time. */
  static ControlStep whole(Node node, List<Tensor> operands, List<Plan> bodies) {
    return new ControlStep(node, operands, bodies, 1, Steps.scratch(workspace(bodies)), List.of());
  }

  /** A program for each block of rows. */
  static ControlStep inBlocks(Node node, List<Tensor> operands, int blocks, Program body, Program last,
      Function<Program, Plan> planner) {
    List<Step.Pass> folds = new ArrayList<>();
    if (node.primitive() instanceof ByRows rows) {
      for (Tensor sum : node.results().subList(rows.parted(), node.results().size())) {
        folds.add(Step.Pass.once(Parts.sum(sum, blocks)));
      }
    }
    Plan plan = planner.apply(body);
    List<Plan> bodies = List.of(plan, last == body ? plan : planner.apply(last));
    return new ControlStep(node, operands, bodies, blocks, Steps.scratch(blocks * workspace(bodies)), folds);
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
