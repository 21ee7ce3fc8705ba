package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Place;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan and its times, for people. */
final class Explanation {
  private final Plan plan;
  private final List<Wave> waves;

  Explanation(Course course) {
    this.plan = course.plan();
    this.waves = course.waves();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(plan.source().nodes().size()).append(" nodes, ").append(plan.program().nodes().size())
        .append(" simplified; workspace ").append(plan.workspace()).append(" bytes\n");
    steps(text, "", true);
    text.append("nodes outside generated and native kernels: ").append(plain(plan)).append('\n');
    plan.donated().forEach((output, input) -> text.append("output ").append(output).append(" in the memory of input ")
        .append(input).append('\n'));
    plan.places().entrySet().stream().filter(entry -> entry.getValue() instanceof Place.Workspace)
        .sorted(Map.Entry.comparingByKey((a, b) -> Long.compare(a.node().id(), b.node().id())))
        .forEach(entry -> text.append("  ").append(array(entry.getKey())).append(" at ")
            .append(((Place.Workspace) entry.getValue()).offset()).append('\n'));
    return text.toString();
  }

  /** How many nodes neither a kernel nor a native library runs, those within loops too. */
  static long plain(Plan plan) {
    return plan.waves().stream().flatMap(List::stream).mapToLong(step -> switch (step) {
      case Step.Plain _ -> 1;
      case Step.Control control -> (control.blocks() > 1 ? control.bodies().subList(0, 1) : control.bodies()).stream()
          .mapToLong(Explanation::plain).sum();
      default -> 0;
    }).sum();
  }

  private void steps(StringBuilder text, String indent, boolean shared) {
    for (int i = 0; i < waves.size(); i++) {
      text.append(indent).append("wave ").append(i).append(shared && waves.get(i).isShared() ? "" : ", on one thread")
          .append('\n');
      for (Action action : waves.get(i).actions()) {
        line(text.append(indent), action);
        if (action instanceof ControlAction control) {
          boolean rows = action.step().tasks() > 1;
          control.courses.subList(0, rows ? 1 : control.courses.size())
              .forEach(course -> new Explanation(course).steps(text, indent + "    ", !rows));
        }
      }
    }
  }

  private static void line(StringBuilder text, Action action) {
    Step step = action.step();
    text.append("  ").append(switch (step) {
      case Step.Pass pass -> "kernel " + loop(pass);
      case Step.Product product ->
        ((ProductAction) action).multiplier().name().toLowerCase(Locale.ROOT) + " " + product.batch() + "x["
            + product.m() + "," + product.k() + "][" + product.k() + "," + product.n() + "]"
            + (product.epilogue() == null ? "" : ", then kernel " + loop(product.epilogue()));
      case Step.Direct direct -> direct.routine().name() + " " + direct.node();
      case Step.Control control -> control.node().toString();
      case Step.Plain plain -> "plain " + plain.node();
      case Step.Copy copy -> "copy " + array(copy.from());
    });
    text.append(step.folds().isEmpty() ? "" : ", the last folds " + step.folds().size());
    text.append(", ").append(step.tasks()).append(step.tasks() == 1 ? " task" : " tasks");
    text.append(String.format(Locale.ROOT, ", predicted %.1f us, measured %.1f us", step.nanos() / 1000,
        action.measured() / 1000));
    text.append(step.writes().stream().map(Explanation::array)
        .collect(Collectors.joining(", ", " -> ", "\n")));
  }

  private static String array(Tensor array) {
    return "%" + array.node().id() + ": " + array.type();
  }

  private static String loop(Step.Pass pass) {
    return pass.loop().outer() + "x" + (pass.loop().kernel().chunked() ? pass.loop().total() : pass.loop().inner())
        + pass.nodes().stream().map(Node::toString).map(Explanation::symbol)
            .collect(Collectors.joining(" ", " {", "}"));
  }

  private static String symbol(String node) {
    return node.substring(node.lastIndexOf(' ') + 1);
  }
}
