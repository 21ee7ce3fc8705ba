package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.fuse.Target;
import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Cond;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.While;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a program to a plan: simplified, fused, put in order, and every array given a place. */
public final class Planner {
  private final boolean fuse;
  private final Target target;

  private Planner(boolean fuse, Target target) {
    this.fuse = fuse;
    this.target = target;
  }

  public static Plan plan(Program source, CompileOptions options, Target target) {
    return new Planner(!options.checkNan(), target).plan(source, options.donated());
  }

  private Plan plan(Program source, Map<Integer, Integer> donated) {
    Program program = Simplifier.simplify(source);
    Graph graph = new Graph(program, target);
    List<Step> steps = new ArrayList<>(Steps.of(graph, fuse, this::bodies));
    Outputs outputs = new Outputs(graph, steps, donated);
    Map<Tensor, Place> places = new HashMap<>(outputs.place());
    List<List<Step>> waves = separate(outputs.order().waves());
    for (Node node : program.nodes()) {
      if (node.primitive() instanceof Constant(var values)) {
        places.put(node.result(0), new Place.Kept(values));
      }
    }
    long workspace = Workspace.lay(waves, places);
    Map<Tensor, Tensor> arrays = new HashMap<>();
    steps.stream().filter(step -> step instanceof Step.Plain)
        .flatMap(step -> step.nodes().getFirst().operands().stream())
        .forEach(x -> arrays.put(x, graph.array(x)));
    return new Plan(source, program, waves, places, donated, arrays, workspace);
  }

  /** Plans of the programs that a node runs; what a loop carries is updated in place. */
  private List<Plan> bodies(Node node) {
    return switch (node.primitive()) {
      case Scan scan -> List.of(plan(scan.body(), carried(scan.constants(), scan.carries())));
      case While loop -> List.of(plan(loop.condition(), Map.of()),
          plan(loop.body(), carried(loop.constants(), node.types().size())));
      case Cond(Program yes, Program no) -> List.of(plan(yes, Map.of()), plan(no, Map.of()));
      default -> throw new IllegalArgumentException(node + " runs no program");
    };
  }

  private static Map<Integer, Integer> carried(int constants, int carries) {
    Map<Integer, Integer> donated = new HashMap<>();
    for (int i = 0; i < carries; i++) {
      donated.put(i, constants + i);
    }
    return donated;
  }

  /** Programs within programs share their tasks among the threads, so nothing else is done beside them. */
  private static List<List<Step>> separate(List<List<Step>> waves) {
    List<List<Step>> separate = new ArrayList<>();
    for (List<Step> wave : waves) {
      List<Step> others = wave.stream().filter(step -> !(step instanceof Step.Control)).toList();
      if (!others.isEmpty()) {
        separate.add(others);
      }
      wave.stream().filter(step -> step instanceof Step.Control).forEach(step -> separate.add(List.of(step)));
    }
    return separate;
  }
}
