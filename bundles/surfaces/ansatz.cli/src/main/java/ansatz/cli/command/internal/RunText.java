package ansatz.cli.command.internal;

import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Sparkline;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.Point;
import ansatz.experiment.RunFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A finished run in lines of text. */
final class RunText {
  private static final int CURVE = 24;
  private static final String HISTORY = "run history   ";
  private static final String MORE = " ".repeat(HISTORY.length());

  private RunText() {}

  /** One curve a model: the objective over the iterations of the first fold, else the first metric over the folds. */
  static List<String> history(RunFiles run, int width) {
    Tree result = new Tree(run.result());
    List<Tree> metrics = result.at("metrics").list();
    List<Tree> models = result.at("models").list();
    int label = models.stream().mapToInt(model -> model.at("label").text().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Tree model : models) {
      String name = model.at("label").text();
      Optional<Map.Entry<String, List<Point>>> objective = objective(run.points(), name);
      String what = objective.map(entry -> entry.getKey() + " by iteration, fold 1")
          .orElse(metrics.isEmpty() ? "" : ResultTable.title(metrics.getFirst()) + " by fold");
      double[] curve = objective.map(entry -> entry.getValue().stream().mapToDouble(Point::value).toArray())
          .orElseGet(() -> metrics.isEmpty() ? new double[0] : folds(model, metrics.getFirst()));
      if (curve.length > 1) {
        String line = String.format(Locale.ROOT, "%s%-" + label + "s  %s  %s", lines.isEmpty() ? HISTORY : MORE, name,
            Sparkline.of(curve, CURVE), what);
        lines.add(line.length() > width ? line.substring(0, width) : line);
      }
    }
    return lines;
  }

  private static double[] folds(Tree model, Tree metric) {
    return model.at("metrics", metric.at("name").text(), "folds").list().stream().mapToDouble(Tree::number).toArray();
  }

  /** The objective of an iterative model: what has several points in one fold. */
  private static Optional<Map.Entry<String, List<Point>>> objective(List<Point> points, String label) {
    Map<String, List<Point>> byMetric = points.stream().filter(p -> p.series().equals(label + "/fold-1"))
        .collect(Collectors.groupingBy(Point::metric));
    return byMetric.entrySet().stream().filter(entry -> entry.getValue().size() > 1)
        .max(Comparator.comparingInt(entry -> entry.getValue().size()));
  }

  /** {@code run summary   best ridge: RMSE 54.1 ± 1.2   442 rows, 10 folds   3.2 s}. */
  static String summary(RunFiles run) {
    Tree result = new Tree(run.result());
    String best = result.at("best").text();
    List<Tree> metrics = result.at("metrics").list();
    String winner = result.at("models").list().stream()
        .filter(model -> !metrics.isEmpty() && model.at("label").text().equals(best)).findFirst()
        .map(model -> "best " + best + ": " + ResultTable.title(metrics.getFirst()) + " "
            + ResultTable.cell(model, metrics.getFirst()) + "   ")
        .orElse("");
    String folds = result.at("validation", "kind").text().equals("k-fold")
        ? ", " + result.at("validation", "folds").text() + " folds"
        : "";
    return "run summary   " + winner + result.at("data", "rows").text() + " rows" + folds + "   "
        + Numbers.duration(run.row().seconds());
  }

  static List<String> table(RunFiles run, int width, Paint paint) {
    Tree result = new Tree(run.result());
    ResultTable table = new ResultTable(result);
    List<String> lines = new ArrayList<>();
    if (!table.isEmpty()) {
      lines.addAll(table.table().lines(width, paint));
      lines.add(paint.dim(table.footer(result)));
    }
    return lines;
  }
}
