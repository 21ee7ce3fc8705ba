package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Graph;
import ansatz.backend.jvm.internal.optimize.Simplifier;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Node;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** From a program to a plan: simplified, fused, put in order, and every array given a place. */
public final class Planner {
  private Planner() {}

  /** @param supported which element-wise nodes kernels can do */
  public static Plan plan(Program source, CompileOptions options, BiPredicate<Elementwise, Node> supported) {
    Program program = Simplifier.simplify(source);
    Graph graph = new Graph(program, supported);
    List<Step> steps = new ArrayList<>(Steps.of(graph, !options.checkNan()));
    Outputs outputs = new Outputs(graph, steps, options.donated());
    Map<Tensor, Place> places = new HashMap<>(outputs.place());
    List<List<Step>> waves = outputs.order().waves();
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
    return new Plan(source, program, waves, places, options.donated(), arrays, workspace);
  }
}
