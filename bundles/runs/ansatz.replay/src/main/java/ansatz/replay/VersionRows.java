package ansatz.replay;

import ansatz.experiment.Divergence;
import ansatz.experiment.RunFiles;
import ansatz.experiment.VersionComparison.Row;
import ansatz.learn.Metric.Better;
import ansatz.statistics.Holm;
import ansatz.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of two runs on the same folds side by side, with p values of the corrected resampled t-test (Nadeau and
 * Bengio 2003), adjusted for the number of rows that differ (Holm 1979), and what they amount to in one line.
 */
final class VersionRows {
  /** The level of significance. */
  static final double LEVEL = 0.05;

  /** What the order of sums and another library's kernels can do. */
  private static final double ROUNDING = 1e-9;

  private static final String MODEL = "model.";

  private VersionRows() {}

  /** One row for each model and metric that the slot has a part in: its own model, or all of them. */
  static List<Row> of(String slot, RunFiles a, RunFiles b) {
    Map<String, Map<?, ?>> others = new HashMap<>();
    maps(b.result().get("models")).forEach(model -> others.put(String.valueOf(model.get("label")), model));
    List<Row> rows = new ArrayList<>();
    for (Map<?, ?> metric : maps(a.result().get("metrics"))) {
      String name = String.valueOf(metric.get("name"));
      for (Map<?, ?> model : maps(a.result().get("models"))) {
        String label = String.valueOf(model.get("label"));
        boolean concerned = !slot.startsWith(MODEL) || (slot + ".").startsWith(MODEL + label + ".");
        if (concerned && others.containsKey(label)) {
          Row row = row(label, name, metric, folds(model, name), folds(others.get(label), name));
          if (!Double.isNaN(row.meanA()) || !Double.isNaN(row.meanB())) {
            rows.add(row);
          }
        }
      }
    }
    return adjusted(rows);
  }

  private static Row row(String label, String name, Map<?, ?> metric, double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double error = Double.NaN;
    double p = Double.NaN;
    if (a.length > 1 && a.length == b.length) {
      PairedComparison paired = PairedComparison.of(b, a, 1.0 / (a.length - 1));
      error = paired.correctedError();
      p = paired.p();
    }
    return new Row(label, name, String.valueOf(metric.get("title")), String.valueOf(metric.get("better")), meanA, meanB,
        meanB - meanA, error, p);
  }

  /** What is equal needs no test and counts for none. */
  private static List<Row> adjusted(List<Row> rows) {
    double[] p = rows.stream().mapToDouble(row -> row.difference() == 0 ? Double.NaN : row.p()).toArray();
    double[] adjusted = Holm.adjusted(p);
    List<Row> result = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Row row = rows.get(i);
      result.add(new Row(row.model(), row.metric(), row.title(), row.better(), row.meanA(), row.meanB(),
          row.difference(), row.standardError(), Double.isNaN(adjusted[i]) ? row.p() : adjusted[i]));
    }
    return List.copyOf(result);
  }

  /** {@code B better in RMSE of ridge by 1.2 % (p 0.03)}, {@code no difference ...}, {@code bit-identical ...}. */
  static String verdict(List<Row> rows, Divergence divergence) {
    if (divergence.differences().isEmpty()) {
      return "bit-identical (" + divergence.points() + " points, " + divergence.arrays() + " arrays)";
    }
    if (divergence.verdict(ROUNDING) == Divergence.Verdict.WITHIN_TOLERANCE) {
      return "no difference beyond rounding: " + greatest(divergence);
    }
    List<Row> judged = rows.stream().filter(row -> row.difference() != 0 && !Double.isNaN(row.difference())
        && Better.of(row.better()) != Better.NOMINAL).toList();
    List<Row> sure = judged.stream().filter(row -> row.p() <= LEVEL).toList();
    if (!sure.isEmpty()) {
      Row row = sure.getFirst();
      boolean lower = Better.of(row.better()) == Better.LOWER;
      String more = sure.size() == 1 ? "" : ", and " + (sure.size() - 1) + " more rows differ";
      return ((row.difference() < 0) == lower ? "B" : "A") + " better in " + amount(row) + " (p " + p(row.p()) + ")"
          + more;
    }
    Optional<Row> most = judged.stream().max(Comparator.comparingDouble(VersionRows::share));
    if (most.isEmpty()) {
      return "no difference in the metrics: " + greatest(divergence);
    }
    return Double.isNaN(most.get().p())
        ? "different in " + amount(most.get()) + "; a single fold has no p"
        : "no difference that the folds can tell: " + amount(most.get()) + " (p " + p(most.get().p()) + ")";
  }

  private static String greatest(Divergence divergence) {
    return divergence.greatest().map(where -> String.format(Locale.ROOT, "the numbers part by %.1e in %s (step %d)",
        where.relative(), where.quantity(), where.step())).orElseThrow();
  }

  private static String amount(Row row) {
    return String.format(Locale.ROOT, "%s of %s by %.2g %%", row.title(), row.model(), 100 * share(row));
  }

  private static double share(Row row) {
    return Math.abs(row.difference()) / Math.max(Math.abs(row.meanA()), Math.abs(row.meanB()));
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.2g", p);
  }

  private static double mean(double[] folds) {
    return Arrays.stream(folds).average().orElse(Double.NaN);
  }

  /** A value a fold; NaN where there is none, and infinities, which JSON has as words. */
  private static double[] folds(Map<?, ?> model, String metric) {
    Object folds = model.get("metrics") instanceof Map<?, ?> metrics && metrics.get(metric) instanceof Map<?, ?> score
        ? score.get("folds")
        : List.of();
    return ((List<?>) folds).stream()
        .mapToDouble(value -> value == null ? Double.NaN : Double.parseDouble(value.toString())).toArray();
  }

  private static List<Map<?, ?>> maps(Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> entries) {
      entries.forEach(entry -> maps.add((Map<?, ?>) entry));
    }
    return maps;
  }
}
