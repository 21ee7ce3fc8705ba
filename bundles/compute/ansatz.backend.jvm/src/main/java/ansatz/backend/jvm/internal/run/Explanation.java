package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.ControlStep;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.ProductStep;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.backend.jvm.internal.product.Multiplier;
import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.tensor.KernelListener;
import ansatz.tensor.Node;
import ansatz.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A plan and its times, for people: steps in columns, those of loops below them, then memory and aliases. */
final class Explanation {
  private static final String HEADER = " wave  tasks  predicted us  measured us   share  GFLOP/s     GB/s  step";

  /** A step with where it stands. */
  private record Row(int depth, int wave, Action action) {}

  private final Course course;
  private final Plan plan;
  private final List<Row> rows = new ArrayList<>();

  Explanation(Course course) {
    this.course = course;
    this.plan = course.plan();
    collect(course, 0);
  }

  @Override
  public String toString() {
    double measured = rows.stream().filter(row -> row.depth == 0).mapToDouble(row -> row.action.measured()).sum();
    double predicted = rows.stream().filter(row -> row.depth == 0).mapToDouble(row -> row.action.step().nanos()).sum();
    StringBuilder text = new StringBuilder();
    say(text, "%d nodes, %d after simplification: %,d floating-point operations, %,d bytes if every node stood alone",
        plan.source().nodes().size(), plan.program().nodes().size(), plan.source().flops(), plan.source().bytes());
    say(text, "nodes outside generated and native kernels: %d", plain());
    say(text, "of the others, by loops written by hand: %s", counted(Routine.Worker.LOOPS));
    say(text, "of the others, by a provider of linear algebra: %s", counted(Routine.Worker.PROVIDER));
    say(text, "work of all threads: predicted %.1f us, measured %s us", predicted / 1000, micros(measured));
    text.append('\n').append(HEADER).append('\n');
    rows.forEach(row -> text.append(line(row, measured, predicted)));
    text.append('\n').append(new MemoryText(course));
    return text.toString();
  }

  private static void say(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** The steps of a course in the order of their waves, those within loops behind these. */
  private void collect(Course course, int depth) {
    for (int wave = 0; wave < course.waves().size(); wave++) {
      for (Action action : course.waves().get(wave).actions()) {
        rows.add(new Row(depth, wave, action));
        if (action instanceof ControlAction control) {
          // Blocks of rows are alike.
          boolean blocks = control.step() instanceof ControlStep step && step.blocks() > 1;
          control.courses.subList(0, blocks ? 1 : control.courses.size())
              .forEach(body -> collect(body, depth + 1));
        }
      }
    }
  }

  /** Tells how long each step of the last run took. */
  void tell(KernelListener listener) {
    rows.forEach(row -> listener.ran(what(row.action), row.action.last()));
  }

  private static String line(Row row, double measured, double predicted) {
    Step step = row.action.step();
    double nanos = row.action.measured();
    double share = Double.isNaN(measured) ? step.nanos() / predicted : nanos / measured;
    boolean rates = row.depth == 0 && !Double.isNaN(nanos) && nanos > 0;
    long flops = step.nodes().stream().mapToLong(node -> node.primitive().flops(node)).sum();
    return String.format(Locale.ROOT, "%5s %6d %13.1f %12s %6.1f%% %8s %8s  %s%s%s%n",
        row.depth == 0 ? row.wave : "· " + row.wave, step.tasks(), step.nanos() / 1000, micros(nanos), 100 * share,
        rates ? rate(flops / nanos) : "", rates ? rate(bytes(step) / nanos) : "", "  ".repeat(row.depth),
        what(row.action), lines(step)).replaceFirst(" +\n$", "\n");
  }

  private static String micros(double nanos) {
    return Double.isNaN(nanos) ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1000);
  }

  private static String rate(double perNano) {
    return String.format(Locale.ROOT, "%.1f", perNano);
  }

  private static double bytes(Step step) {
    return step.reads().stream().mapToDouble(x -> x.type().bytes()).sum()
        + step.writes().stream().mapToDouble(x -> x.type().bytes()).sum();
  }

  /** What a step does, and what comes out of it. */
  static String what(Action action) {
    Step step = action.step();
    String work = switch (step) {
      case Step.Pass pass -> "kernel " + loop(pass);
      case ProductStep product -> ((ProductAction) action).multiplier().name().toLowerCase(Locale.ROOT)
          + (product.batch() == 1 ? " " : " " + product.batch() + "x") + "[" + product.m() + "," + product.k() + "]["
          + product.k() + "," + product.n() + "]"
          + (product.epilogue() == null ? "" : ", then kernel " + loop(product.epilogue()));
      case Step.Direct direct -> direct.routine().name() + " " + direct.node().primitive().symbol();
      case ControlStep control -> control.node().primitive().symbol()
          + (control.blocks() > 1 ? " in " + control.blocks() + " blocks of rows" : "");
      case Step.Plain plain -> "plain " + plain.node().primitive().symbol();
      case Step.Copy copy -> "copy " + copy.from().type();
    };
    return work + (step.folds().isEmpty() ? "" : ", the last task folds " + step.folds().size())
        + step.nodes().stream().flatMap(node -> node.types().stream()).reduce((_, last) -> last)
            .map(TensorType::toString).map(" -> "::concat).orElse("");
  }

  private static String loop(Step.Pass pass) {
    return pass.loop().outer() + "x" + (pass.loop().kernel().chunked() ? pass.loop().total() : pass.loop().inner())
        + pass.nodes().stream().map(node -> node.primitive().symbol()).collect(Collectors.joining(" ", " {", "}"));
  }

  /** The user's lines, by file: {@code  # Net.java:12,15}. */
  private static String lines(Step step) {
    Map<String, Collection<Integer>> byFile = new TreeMap<>();
    for (Node node : step.nodes()) {
      int colon = node.line().lastIndexOf(':');
      if (colon > 0) {
        byFile.computeIfAbsent(node.line().substring(0, colon), _ -> new TreeSet<>())
            .add(Integer.valueOf(node.line().substring(colon + 1)));
      }
    }
    return byFile.entrySet().stream().map(file -> file.getKey() + ":"
        + file.getValue().stream().map(String::valueOf).collect(Collectors.joining(",")))
        .collect(Collectors.joining(" ", byFile.isEmpty() ? "" : "  # ", ""));
  }

  /** How many nodes neither a kernel nor a routine runs, those within loops too. */
  long plain() {
    return rows.stream().filter(row -> row.action.step() instanceof Step.Plain).count();
  }

  /** How many nodes somebody does, those within loops too, and which: {@code 4 (2 gather, scatterAdd, spmm)}. */
  private String counted(Routine.Worker worker) {
    Map<String, Integer> bySymbol = new TreeMap<>();
    rows.stream().map(Row::action).filter(action -> worker(action) == worker)
        .forEach(action -> bySymbol.merge(action.step().nodes().getFirst().primitive().symbol(), 1, Integer::sum));
    return bySymbol.values().stream().mapToInt(Integer::intValue).sum() + bySymbol.entrySet().stream()
        .map(entry -> (entry.getValue() == 1 ? "" : entry.getValue() + " ") + entry.getKey())
        .collect(Collectors.joining(", ", bySymbol.isEmpty() ? "" : " (", bySymbol.isEmpty() ? "" : ")"));
  }

  /** Who does the work of a routine or a product; null where neither is. */
  private static Routine.Worker worker(Action action) {
    return switch (action.step()) {
      case Step.Direct direct -> direct.routine().worker();
      case ProductStep _ -> ((ProductAction) action).multiplier() == Multiplier.PLAIN
          ? Routine.Worker.LOOPS
          : Routine.Worker.LIBRARY;
      default -> null;
    };
  }
}
