package ansatz.fit;

import ansatz.experiment.PartLabel;
import ansatz.experiment.Work.Outcome;
import ansatz.learn.Metric;
import ansatz.learn.Metric.Better;
import ansatz.learn.Params;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.statistics.FoldStatistics;
import ansatz.statistics.Holm;
import ansatz.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The result of a finished fit: metrics with standard errors over folds, ranking, paired comparison, no times. */
final class FitOutcome {
  private final String name;
  private final long seed;
  private final FitFile.Validation validation;
  private final FitParts parts;
  private final FitData data;
  private final Map<String, Metric> metrics;
  private final FitResults results;

  FitOutcome(String name, long seed, FitFile.Validation validation, FitParts parts, FitData data,
      FitResults results) {
    this.name = name;
    this.seed = seed;
    this.validation = validation;
    this.parts = parts;
    this.data = data;
    this.metrics = parts.metrics();
    this.results = results;
  }

  Outcome write() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", 1);
    tree.put("procedure", "fit");
    tree.put("experiment", name);
    tree.put("seed", seed);
    tree.put("task", word(data.task));
    tree.put("data", data.facts());
    tree.put("validation", validation());
    tree.put("metrics", metrics.entrySet().stream().map(e -> metric(e.getKey(), e.getValue())).toList());
    tree.put("models", parts.labels().stream().map(this::model).toList());
    Optional<String> best = best();
    tree.put("comparison", best.flatMap(this::comparison).orElse(null));
    tree.put("best", best.orElse(null));
    tree.put("headline", best.map(this::headline).orElse(""));
    SortedMap<String, Array> arrays = results.outcome(data.truth);
    if (data.task == Task.CLUSTERING) {
      arrays.put("features", Array.of(data.table.examples().x()));
    }
    return new Outcome(tree, arrays);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, Object> validation() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", word(validation.kind()));
    tree.put("folds", data.folds.size());
    if (validation.kind() == FitFile.Kind.HOLDOUT) {
      tree.put("fraction", validation.fraction());
    }
    tree.put("stratified", validation.stratified().orElse(data.task == Task.CLASSIFICATION));
    return tree;
  }

  private Map<String, Object> metric(String name, Metric metric) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("title", metric.title());
    tree.put("better", metric.better().word());
    tree.put("nominal", number(metric.nominal()));
    tree.put("config", Params.tree(parts.part(metric).config(), parts.leased()));
    return tree;
  }

  private Map<String, Object> model(String label) {
    LeasedParts.Part part = parts.part(parts.model(label));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("label", label);
    tree.put("estimator", PartLabel.of(part.name()).name());
    tree.put("config", Params.tree(part.config(), parts.leased()));
    Map<String, Object> scores = new LinkedHashMap<>();
    metrics.keySet().forEach(name -> scores.put(name, score(results.scores(name, label))));
    tree.put("metrics", scores);
    tree.put("summary", summary(results.summary(label)));
    tree.put("objective", results.objective(label));
    tree.put("provenance", results.provenance(label));
    tree.put("steps", results.steps(label));
    return tree;
  }

  private static Map<String, Object> score(double[] folds) {
    FoldStatistics statistics = FoldStatistics.of(folds);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mean", number(statistics.mean()));
    tree.put("standardError", number(statistics.standardError()));
    tree.put("folds", Arrays.stream(folds).mapToObj(FitOutcome::number).toList());
    return tree;
  }

  private static Map<String, Object> summary(Summary summary) {
    if (summary.entries().isEmpty()) {
      return null;
    }
    List<Object> entries = new ArrayList<>();
    for (Summary.Entry entry : summary.entries()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", entry.name());
      tree.put("value", number(entry.value()));
      tree.put("standardError", number(entry.standardError()));
      entries.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", summary.title());
    tree.put("of", "fold 1");
    tree.put("entries", entries);
    return tree;
  }

  /** JSON knows neither NaN, which is an absent number, nor infinities, which are words. */
  static Object number(double value) {
    return Double.isNaN(value) ? null : Double.isInfinite(value) ? (Object) String.valueOf(value) : (Object) value;
  }

  /** The label that leads on the first metric; none where no model has a finite value. */
  private Optional<String> best() {
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<String, Metric> first = metrics.entrySet().iterator().next();
    String best = null;
    double least = Double.POSITIVE_INFINITY;
    for (String label : parts.labels()) {
      double loss = first.getValue().better()
          .loss(FoldStatistics.of(results.scores(first.getKey(), label)).mean(), first.getValue().nominal());
      if (loss < least) {
        best = label;
        least = loss;
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<Map<String, Object>> comparison(String best) {
    Map.Entry<String, Metric> first = metrics.entrySet().iterator().next();
    if (data.folds.size() < 2 || parts.labels().size() < 2 || first.getValue().better() == Better.NOMINAL) {
      return Optional.empty();
    }
    double[] reference = results.scores(first.getKey(), best);
    double testToTrain = (double) data.folds.getFirst().test().length / data.folds.getFirst().training().length;
    List<String> others = parts.labels().stream().filter(label -> !label.equals(best)).toList();
    List<PairedComparison> pairs = others.stream()
        .map(label -> PairedComparison.of(results.scores(first.getKey(), label), reference, testToTrain)).toList();
    double[] adjusted = Holm.adjusted(pairs.stream().mapToDouble(PairedComparison::p).toArray());
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      PairedComparison paired = pairs.get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", others.get(i));
      row.put("difference", number(paired.difference()));
      row.put("standardError", number(paired.correctedError()));
      row.put("p", number(paired.p()));
      row.put("pAdjusted", number(adjusted[i]));
      rows.add(row);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("metric", first.getKey());
    tree.put("reference", best);
    tree.put("method", "corrected resampled t-test (Nadeau and Bengio 2003)");
    tree.put("adjustment", "Holm (1979)");
    tree.put("rows", rows);
    return Optional.of(tree);
  }

  private String headline(String best) {
    Map.Entry<String, Metric> first = metrics.entrySet().iterator().next();
    FoldStatistics statistics = FoldStatistics.of(results.scores(first.getKey(), best));
    String error = Double.isNaN(statistics.standardError())
        ? ""
        : String.format(Locale.ROOT, " ± %.3g", statistics.standardError());
    String known = data.truth instanceof Target.None ? "" : " on " + data.table.name();
    return String.format(Locale.ROOT, "%s leads%s: %s %.4g%s", best, known, first.getValue().title(), statistics.mean(),
        error);
  }
}
