package ansatz.cli.command.internal;

import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Table;
import ansatz.cli.text.internal.Tree;
import ansatz.learn.Metric.Better;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models by metrics, mean ± standard error over the folds, ranked by the first metric; the best of a column has a star. */
final class ResultTable {
  private static final String STAR = " *";
  private static final String NO_STAR = "  ";

  private final List<Tree> metrics;
  private final List<Tree> models;
  private final Map<String, Double> significance = new HashMap<>();
  private final String reference;

  ResultTable(Tree result) {
    metrics = result.at("metrics").list();
    List<Tree> ranked = new ArrayList<>(result.at("models").list());
    if (!metrics.isEmpty()) {
      ranked.sort(byMetric(metrics.getFirst()));
    }
    models = ranked;
    reference = result.at("comparison", "reference").text();
    result.at("comparison", "rows").list()
        .forEach(row -> significance.put(row.at("label").text(), row.at("pAdjusted").number()));
  }

  boolean isEmpty() {
    return metrics.isEmpty() || models.isEmpty();
  }

  Table table() {
    List<String> titles = new ArrayList<>(List.of("model"));
    metrics.forEach(metric -> titles.add(title(metric) + NO_STAR + ">"));
    if (!significance.isEmpty()) {
      titles.add("p (Holm)>");
    }
    Table table = new Table(titles);
    for (Tree model : models) {
      List<String> cells = new ArrayList<>(List.of(model.at("label").text()));
      boolean[] bold = new boolean[titles.size()];
      for (Tree metric : metrics) {
        boolean best = best(metric) == model;
        bold[cells.size()] = best;
        cells.add(cell(model, metric) + (best ? STAR : NO_STAR));
      }
      if (!significance.isEmpty()) {
        String label = model.at("label").text();
        cells.add(label.equals(reference) ? "" : Numbers.probability(significance.getOrDefault(label, Double.NaN)));
      }
      bold[0] = model == models.getFirst();
      table.row(cells, bold);
    }
    return table;
  }

  /** {@code * best   p: RMSE against NAME, corrected resampled t-test (...), adjusted as by Holm (...)}. */
  String footer(Tree result) {
    boolean gaps = metrics.stream()
        .anyMatch(metric -> models.stream().anyMatch(model -> Double.isNaN(mean(model, metric))));
    String p = significance.isEmpty()
        ? ""
        : "   p: " + title(metrics.getFirst()) + " against " + reference + ", "
            + result.at("comparison", "method").text() + ", adjusted as by "
            + result.at("comparison", "adjustment").text();
    return "* best" + (gaps ? "   " + Numbers.of(Double.NaN) + " has not what the metric needs" : "") + p;
  }

  static String cell(Tree model, Tree metric) {
    Tree value = model.at("metrics", metric.at("name").text());
    return Numbers.of(value.at("mean").number(), value.at("standardError").number());
  }

  static String title(Tree metric) {
    return metric.at("title").text();
  }

  private Tree best(Tree metric) {
    return models.stream().filter(model -> Double.isFinite(mean(model, metric))).min(byMetric(metric)).orElse(null);
  }

  /** Best first; what has no value comes last. */
  private static Comparator<Tree> byMetric(Tree metric) {
    Better better = Better.of(metric.at("better").text());
    double nominal = metric.at("nominal").number();
    return Comparator.comparingDouble(model -> better.loss(mean(model, metric), nominal));
  }

  private static double mean(Tree model, Tree metric) {
    return model.at("metrics", metric.at("name").text(), "mean").number();
  }
}
