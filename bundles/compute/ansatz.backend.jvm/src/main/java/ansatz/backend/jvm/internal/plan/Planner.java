package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.fuse.Target;
import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.backend.jvm.internal.rows.ByRows;
import ansatz.backend.jvm.internal.rows.RowDivision;
import ansatz.backend.jvm.internal.rows.RowScan;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Cond;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.While;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a program to a plan: simplified, fused, put in order, and every array given a place. */
public final class Planner {
  /** What is done to spare memory. */
  private enum Thrift {
    NONE,
    /** Loops wait until what they make is needed. */
    LATE,
    /** And rows are not divided, so that less is there at the same time; sums over rows have other parts then. */
    UNDIVIDED
  }

  private final CompileOptions options;
  /** Whether one thread does everything. */
  private final boolean alone;
  private final Thrift thrift;
  private final Target target;

  private Planner(CompileOptions options, boolean alone, Thrift thrift, Target target) {
    this.options = options;
    this.alone = alone;
    this.thrift = thrift;
    this.target = target;
  }

  /** The fastest plan, whatever memory it takes. */
  public static Plan plan(Program source, CompileOptions options, Target target) {
    return new Planner(options, false, Thrift.NONE, target).plan(source, options.donated());
  }

  /**
   * A plan whose workspace has at most so many bytes, for which values are computed again where that is necessary, or
   * the smallest plan if there is none.
   */
  public static Plan plan(Program source, CompileOptions options, Target target, long limit) {
    Program simplified = Simplifier.simplify(source);
    Plan plan = new Planner(options, false, Thrift.NONE, target).plan(source, simplified, options.donated());
    for (Thrift thrift : List.of(Thrift.LATE, Thrift.UNDIVIDED)) {
      if (plan.workspace() > limit) {
        Planner planner = new Planner(options, false, thrift, target);
        plan = MemoryLimit.fit(plan, new Recomputation(simplified, target),
            program -> planner.plan(source, program, options.donated()), limit);
      }
    }
    return plan;
  }

  private Plan plan(Program source, Map<Integer, Integer> donated) {
    return plan(source, Simplifier.simplify(source), donated);
  }

  private Plan plan(Program source, Program simplified, Map<Integer, Integer> donated) {
    Program program = mayDivide() ? RowDivision.divide(simplified) : simplified;
    Graph graph = new Graph(program, target);
    List<Step> steps = new ArrayList<>(
        Steps.of(graph, !options.checkNan(), alone, options.linearAlgebra(), this::control));
    Outputs outputs = new Outputs(graph, steps, donated);
    Map<Tensor, Place> places = new HashMap<>(outputs.place());
    List<List<Step>> waves = separate(outputs.order().waves(thrift != Thrift.NONE));
    for (Node node : program.nodes()) {
      if (node.primitive() instanceof Constant(var values)) {
        places.put(node.result(0), new Place.Kept(values));
      }
    }
    long workspace = Workspace.lay(waves, places);
    Map<Tensor, Tensor> arrays = new HashMap<>();
    for (Step step : steps) {
      if (step instanceof Step.Plain(Node node, var _)) {
        for (Tensor x : node.operands()) {
          arrays.put(x, graph.array(x));
        }
      }
    }
    return new Plan(source, program, waves, places, donated, arrays, workspace);
  }

  /** The step of a node that runs programs; what a loop carries is updated in place. */
  private Step control(Node node, List<Tensor> operands) {
    return switch (node.primitive()) {
      case ByRows rows -> ControlStep.inBlocks(node, operands, rows.blocks(), rows.body(), rows.last(),
          body -> new Planner(options, true, thrift, target).plan(body, Map.of()));
      case Scan scan -> scan(node, scan, operands);
      case While loop -> ControlStep.whole(node, operands, List.of(plan(loop.condition(), Map.of()),
          plan(loop.body(), carried(loop.constants(), node.types().size()))));
      case Cond(Program yes, Program no) -> ControlStep.whole(node, operands,
          List.of(plan(yes, Map.of()), plan(no, Map.of())));
      default -> throw new IllegalArgumentException(node + " runs no program");
    };
  }

  private boolean mayDivide() {
    return !options.checkNan() && !alone && thrift != Thrift.UNDIVIDED;
  }

  private Step scan(Node node, Scan scan, List<Tensor> operands) {
    StackedCarries carried = StackedCarries.of(scan);
    RowScan blocks = mayDivide() ? RowScan.of(scan) : null;
    return blocks == null
        ? ControlStep.whole(node, operands, List.of(plan(carried.strip(scan.body()), carried.inPlace())))
        : ControlStep.inBlocks(node, operands, blocks.blocks(), blocks.body(), blocks.last(),
            body -> new Planner(options, true, thrift, target).plan(carried.strip(body), carried.inPlace()));
  }

  private static Map<Integer, Integer> carried(int constants, int carries) {
    Map<Integer, Integer> donated = new HashMap<>();
    for (int i = 0; i < carries; i++) {
      donated.put(i, constants + i);
    }
    return donated;
  }

  /** Programs within programs, and those that the host runs, may share their tasks: nothing is done beside those. */
  private static List<List<Step>> separate(List<List<Step>> waves) {
    List<List<Step>> separate = new ArrayList<>();
    for (List<Step> wave : waves) {
      List<Step> others = new ArrayList<>();
      List<List<Step>> sharing = new ArrayList<>();
      for (Step step : wave) {
        if (isSharing(step)) {
          sharing.add(List.of(step));
        } else {
          others.add(step);
        }
      }
      if (!others.isEmpty()) {
        separate.add(others);
      }
      separate.addAll(sharing);
    }
    return separate;
  }

  private static boolean isSharing(Step step) {
    return step instanceof ControlStep control && control.blocks() == 1
        || step instanceof Step.Plain && step.nodes().getFirst().primitive() instanceof HostCallback;
  }
}
