package ansatz.report;

import ansatz.experiment.ChainLink;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import ansatz.experiment.Timing;
import ansatz.linalg.Array;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Finished runs as a reader would find them, from generated data; the metrics are those of the generated predictions. */
final class Fixtures {
  static final int FOLDS = 10;
  private static final List<String> BODY = List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");

  private Fixtures() {}

  /** 442 rows, six models, two of them with predictive distributions. */
  static RunFiles regression() {
    return regression(442, List.of("ols", "ridge", "lasso", "bayesian-linear", "gaussian-process", "knn"),
        "progression");
  }

  static RunFiles regression(int rows, List<String> labels, String target) {
    Random random = new Random(42);
    double[] truth = new double[rows];
    double[] signal = new double[rows];
    for (int i = 0; i < rows; i++) {
      signal[i] = 152 + 55 * random.nextGaussian();
      truth[i] = Math.clamp(signal[i] + 52 * random.nextGaussian(), 25, 346);
    }
    long[] fold = folds(rows);
    SortedMap<String, Array> arrays = new TreeMap<>();
    arrays.put("fold", Array.of(fold));
    arrays.put("truth", Array.of(truth));
    List<Map<String, Object>> models = new ArrayList<>();
    double[] noise = {10, 9, 11, 7, 15, 34};
    double[] shared = IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
    for (int m = 0; m < labels.size(); m++) {
      double[] mean = new double[rows];
      double[] deviation = new double[rows];
      for (int i = 0; i < rows; i++) {
        mean[i] = 152 + 0.93 * (signal[i] - 152) + noise[m] * (0.8 * shared[i] + 0.6 * random.nextGaussian());
        deviation[i] = (m == 3 ? 53 : 40) + 6 * random.nextDouble();
      }
      arrays.put(labels.get(m) + "/mean", Array.of(mean));
      boolean probabilistic = m == 3 || m == 4;
      if (probabilistic) {
        arrays.put(labels.get(m) + "/deviation", Array.of(deviation));
      }
      Map<String, Object> metrics = new LinkedHashMap<>();
      metrics.put("rmse", score(fold, i -> square(truth[i] - mean[i]), Math::sqrt));
      metrics.put("mae", score(fold, i -> Math.abs(truth[i] - mean[i]), x -> x));
      metrics.put("r2", score(fold, i -> square(truth[i] - mean[i]), x -> 1 - x / 5600));
      metrics.put("coverage", probabilistic
          ? score(fold, i -> Math.abs(truth[i] - mean[i]) < 1.96 * deviation[i] ? 1 : 0, x -> x)
          : absent());
      Map<String, Object> model = model(labels.get(m), metrics);
      if (m < 4) {
        model.put("summary", coefficients(random, m));
      }
      models.add(model);
    }
    models.get(1).put("config", Map.of("lambda", 0.1));
    Map<String, Object> result = result("regression", "diabetes", rows, BODY, target, List.of(), models);
    result.put("metrics", List.of(metric("rmse", "lower", "RMSE"), metric("mae", "lower", "MAE"),
        metric("r2", "higher", "R²"), metric("coverage", "nominal", "Coverage")));
    compare(result, "rmse");
    return run("diabetes", result, arrays, labels, List.of());
  }

  /** Two or three classes. */
  static RunFiles classification(List<String> classes) {
    int rows = 450;
    int k = classes.size();
    Random random = new Random(7);
    long[] truth = IntStream.range(0, rows).mapToLong(i -> i % k).toArray();
    long[] fold = folds(rows);
    List<String> labels = List.of("logistic", "naive-bayes", "knn", "svm");
    double[] sharpness = {2.2, 4.5, 1.4, 2.0};
    SortedMap<String, Array> arrays = new TreeMap<>();
    arrays.put("fold", Array.of(fold));
    arrays.put("truth", Array.of(truth));
    List<Map<String, Object>> models = new ArrayList<>();
    for (int m = 0; m < labels.size(); m++) {
      double[] scores = new double[rows * k];
      boolean[] right = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int c = 0; c < k; c++) {
          scores[i * k + c] = Math
              .exp(sharpness[m] * ((truth[i] == c ? 1 : 0) + (m == 2 ? 0.9 : 0.55) * random.nextGaussian()));
          sum += scores[i * k + c];
        }
        int winner = 0;
        for (int c = 0; c < k; c++) {
          scores[i * k + c] /= m == 3 ? 1 : sum;
          winner = scores[i * k + c] > scores[i * k + winner] ? c : winner;
        }
        right[i] = winner == truth[i];
      }
      arrays.put(labels.get(m) + "/scores", Array.of(scores, rows, k));
      arrays.put(labels.get(m) + "/probabilistic", new Array.I64(new long[0], new long[] {m == 3 ? 0 : 1}));
      Map<String, Object> metrics = new LinkedHashMap<>();
      metrics.put("accuracy", score(fold, i -> right[i] ? 1 : 0, x -> x));
      metrics.put("log-loss", m == 3
          ? absent()
          : score(fold, i -> -Math.log(scores[i * k + (int) truth[i]]), x -> x));
      models.add(model(labels.get(m), metrics));
    }
    models.getFirst().put("objective", Map.of("name", "log-likelihood", "higherIsBetter", true));
    List<String> flower = List.of("sepal length", "sepal width", "petal length", "petal width");
    Map<String, Object> result = result("classification", "iris", rows, flower, "species", classes, models);
    result.put("metrics", List.of(metric("accuracy", "higher", "Accuracy"), metric("log-loss", "lower", "Log loss")));
    if (k == 2) {
      result.put("metrics", List.of(metric("log-loss", "lower", "Log loss"), metric("accuracy", "higher", "Accuracy")));
    }
    compare(result, k == 2 ? "log-loss" : "accuracy");
    return run("iris", result, arrays, labels, curves("logistic", "log-likelihood", 6, 25));
  }

  /** Three clouds with known labels, a mixture and k-means. */
  static RunFiles clustering() {
    int rows = 150;
    Random random = new Random(3);
    double[] features = new double[rows * 4];
    long[] truth = new long[rows];
    double[] soft = new double[rows * 3];
    double[] hard = new double[rows * 3];
    double[][] centres = {{5.0, 3.4, 1.5, 0.2}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.5, 2.0}};
    for (int i = 0; i < rows; i++) {
      truth[i] = i / 50;
      for (int d = 0; d < 4; d++) {
        features[i * 4 + d] = centres[(int) truth[i]][d] + 0.33 * random.nextGaussian();
      }
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double distance = 0;
        for (int d = 0; d < 4; d++) {
          distance += square(features[i * 4 + d] - centres[c][d]);
        }
        soft[i * 3 + c] = Math.exp(-distance / 0.4);
        sum += soft[i * 3 + c];
      }
      int winner = 0;
      for (int c = 0; c < 3; c++) {
        soft[i * 3 + c] /= sum;
        winner = soft[i * 3 + c] > soft[i * 3 + winner] ? c : winner;
      }
      hard[i * 3 + winner] = 1;
    }
    SortedMap<String, Array> arrays = new TreeMap<>();
    arrays.put("fold", Array.of(new long[rows]));
    arrays.put("truth", Array.of(truth));
    arrays.put("features", Array.of(features, rows, 4));
    arrays.put("gaussian-mixture/responsibilities", Array.of(soft, rows, 3));
    arrays.put("k-means/responsibilities", Array.of(hard, rows, 3));
    List<Map<String, Object>> models = new ArrayList<>();
    models.add(model("gaussian-mixture", ordered("log-density", single(-1.42), "adjusted-rand", single(0.9039))));
    models.add(model("k-means", ordered("log-density", absent(), "adjusted-rand", single(0.7302))));
    models.get(0).put("objective", Map.of("name", "mean log-likelihood", "higherIsBetter", true));
    models.get(1).put("objective", Map.of("name", "inertia", "higherIsBetter", false));
    List<String> flower = List.of("sepal length", "sepal width", "petal length", "petal width");
    Map<String, Object> result = result("clustering", "iris", rows, flower, null,
        List.of("setosa", "versicolor", "virginica"), models);
    result.put("validation", Map.of("kind", "all", "folds", 1));
    result.put("metrics", List.of(metric("log-density", "higher", "Mean log density"),
        metric("adjusted-rand", "higher", "Adjusted Rand index")));
    result.put("best", "gaussian-mixture");
    List<Point> points = new ArrayList<>(curves("gaussian-mixture", "mean log-likelihood", 1, 40));
    points.addAll(curves("k-means", "inertia", 1, 9));
    return run("iris-groups", result, arrays, List.of("gaussian-mixture", "k-means"), points);
  }

  /** A run that has failed before it had a result. */
  static RunFiles failed() {
    RunFiles done = regression(60, List.of("ols", "ridge"), "y");
    RunRow r = done.row();
    RunRow row = new RunRow(r.id(), r.name(), r.experiment(), r.source(), RunState.FAILED, 7, 20, r.created(),
        r.ended(),
        1.5, r.configDigest(), "", "matrix is singular <fold 3>");
    return new RunFiles(row, done.folder(), done.config(), done.lock(), Map.of(), new TreeMap<>(), List.of(),
        done.timings(), done.ledger());
  }

  /**
   * The clustering with code that changed: the mixture was swapped after iteration 12, a second candidate threw after 20,
   * a third was refused.
   */
  static RunFiles swapped() {
    RunFiles run = clustering();
    List<Timing> timings = new ArrayList<>();
    for (String label : List.of("gaussian-mixture", "k-means")) {
      int iterations = label.equals("k-means") ? 9 : 40;
      for (int i = 1; i <= iterations; i++) {
        String what = label + " fold 1/1" + (i < iterations ? " iteration " + i : "");
        timings.add(new Timing(timings.size() + 1, what, 0.001));
      }
    }
    Source one = source("ansatz.regression");
    Source two = new Source("ansatz.regression", "1.0.1", "ab".repeat(32), new TreeMap<>());
    Source three = new Source("ansatz.regression", "1.0.2", "cd".repeat(32), new TreeMap<>());
    String slot = "model.gaussian-mixture";
    String part = "gaussian-mixture";
    List<Swap> swaps = List.of(
        new Swap(12, slot, Swap.Kind.SWAPPED, part, one, part, two, true, "ada", "faster M step",
            "5 steps in the shadow, equal", "checkpoint-12-0a1b2c3d.safetensors", "ef".repeat(32)),
        new Swap(20, slot, Swap.Kind.ROLLED_BACK, part, three, part, two, false, "ada", "step 21 threw <oops>", "",
            "checkpoint-20-0a1b2c3d.safetensors", "ef".repeat(32)),
        new Swap(25, slot, Swap.Kind.REFUSED, part, two, part, three, false, "bob", "gives NaN at step 26", "", "",
            ""));
    return new RunFiles(run.row(), run.folder(), run.config(), run.lock(), run.result(), run.arrays(), run.points(),
        timings, run.ledger(), swaps, new ChainLink(57, ChainLink.ORIGIN, "{}", "fe".repeat(32)));
  }

  static Source source(String bundle) {
    return new Source(bundle, "1.0.0", "%064x".formatted(new java.math.BigInteger(240, new Random(bundle.hashCode()))),
        new TreeMap<>());
  }

  private static RunFiles run(String name, Map<String, Object> result, SortedMap<String, Array> arrays,
      List<String> labels, List<Point> points) {
    RunRow row = new RunRow("r-20260131-101502-4f2a", "brave-otter-7", name, "config/experiments/" + name + ".yaml",
        RunState.FINISHED, 60, 60, Instant.parse("2026-01-31T10:15:02Z"), Instant.parse("2026-01-31T10:15:06Z"), 4.21,
        "9b1f3c".repeat(10) + "0a1b", "", "");
    Map<String, Object> slots = new LinkedHashMap<>();
    slots.put("linalg", ordered("part", "openblas", "bundle", "ansatz.linalg.openblas", "version", "1.0.0"));
    List<LedgerEntry> ledger = new ArrayList<>();
    ledger.add(new LedgerEntry("linalg", 1, 31, "openblas", source("ansatz.linalg.openblas"), "ada", "start"));
    ledger.add(new LedgerEntry("linalg", 32, 60, "jblas", source("ansatz.linalg.jblas"), "ada",
        "withdrawn: ansatz.linalg.openblas 1.0.0"));
    List<Timing> timings = new ArrayList<>();
    Random random = new Random(1);
    for (String label : labels) {
      double cost = 0.002 * Math.exp(2 * random.nextGaussian());
      for (int f = 0; f < FOLDS; f++) {
        timings.add(
            new Timing(timings.size() + 1, label + " fold " + (f + 1) + "/10", cost * (0.8 + random.nextDouble())));
      }
      ledger.add(new LedgerEntry("model." + label, 1, 60, label, source("ansatz.regression"), "ada", "start"));
    }
    Map<String, Object> lock = ordered("ansatz", 1, "run", row.id(), "seed", 42, "data", result.get("data"), "machine",
        ordered("os", "Linux 6.1", "arch", "amd64", "cpu", "AMD EPYC 7B13", "cores", 2), "jvm",
        ordered("version", "25.0.3", "vendor", "Eclipse Adoptium", "vm", "OpenJDK 64-Bit Server VM"), "slots", slots,
        "bundles", List.of(bundle("ansatz.linalg"), bundle("ansatz.linalg.jblas"), bundle("ansatz.regression")));
    Map<String, Object> models = new LinkedHashMap<>();
    labels.forEach(label -> models.put(label, Map.of()));
    Map<String, Object> config = ordered("ansatz", 1, "name", name, "seed", 42, "notes",
        "Baselines on the data set of Efron et al., each feature standardised.", "data",
        ordered("sample", name, "transform", List.of(Map.of("standardize", Map.of()))), "fit",
        ordered("validation", result.get("validation"), "models", models), "metrics",
        List.of("rmse", ordered("coverage", ordered("level", 0.95))), "report", true);
    return new RunFiles(row, Path.of("runs", row.id()), config, lock, result, arrays, points, timings, ledger);
  }

  private static Map<String, Object> result(String task, String data, int rows, List<String> features, String target,
      List<String> classes, List<Map<String, Object>> models) {
    return ordered("schema", 1, "procedure", "fit", "experiment", data, "seed", 42, "task", task, "data",
        ordered("name", data, "fingerprint", "sha256:" + "5d2e".repeat(16), "rows", rows, "features", features,
            "target",
            target, "classes", classes),
        "validation", ordered("kind", "k-fold", "folds", FOLDS, "stratified", task.equals("classification")), "models",
        models);
  }

  /** The comparison as a runner would state it; a normal tail and Bonferroni's adjustment are near enough here. */
  private static void compare(Map<String, Object> result, String metric) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> models = (List<Map<String, Object>>) result.get("models");
    boolean lower = !metric.equals("accuracy");
    Map<String, Object> best = models.stream()
        .min((a, b) -> (lower ? 1 : -1) * Double.compare(mean(a, metric), mean(b, metric))).orElseThrow();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> model : models) {
      if (model != best) {
        double[] d = folds(model, metric);
        double[] reference = folds(best, metric);
        Arrays.setAll(d, f -> d[f] - reference[f]);
        double difference = Arrays.stream(d).average().orElseThrow();
        double variance = Arrays.stream(d).map(x -> square(x - difference)).sum() / (FOLDS - 1);
        double error = Math.sqrt((1.0 / FOLDS + 1.0 / 9) * variance);
        double p = Math.exp(-0.9 * square(difference / error) / 2 - 0.4 * Math.abs(difference / error));
        rows.add(ordered("label", model.get("label"), "difference", difference, "standardError", error, "p", p,
            "pAdjusted", Math.min(1, p * (models.size() - 1))));
      }
    }
    rows.sort((a, b) -> (lower ? 1 : -1) * Double.compare((Double) a.get("difference"), (Double) b.get("difference")));
    result.put("comparison", ordered("metric", metric, "reference", best.get("label"), "method",
        "corrected resampled t-test (Nadeau and Bengio 2003)", "adjustment", "Holm (1979)", "rows", rows));
    result.put("best", best.get("label"));
  }

  private static double mean(Map<String, Object> model, String metric) {
    return ((Map<?, ?>) ((Map<?, ?>) model.get("metrics")).get(metric)).get("mean") instanceof Double mean
        ? mean
        : Double.NaN;
  }

  private static double[] folds(Map<String, Object> model, String metric) {
    List<?> folds = (List<?>) ((Map<?, ?>) ((Map<?, ?>) model.get("metrics")).get(metric)).get("folds");
    return folds.stream().mapToDouble(v -> v instanceof Double d ? d : Double.NaN).toArray();
  }

  private static long[] folds(int rows) {
    return IntStream.range(0, rows).mapToLong(i -> (i * 7L) % FOLDS).toArray();
  }

  private static Map<String, Object> score(long[] fold, java.util.function.IntToDoubleFunction value,
      java.util.function.DoubleUnaryOperator after) {
    List<Double> folds = new ArrayList<>();
    for (int f = 0; f < FOLDS; f++) {
      int number = f;
      folds.add(after.applyAsDouble(
          IntStream.range(0, fold.length).filter(i -> fold[i] == number).mapToDouble(value).average().orElseThrow()));
    }
    double mean = folds.stream().mapToDouble(x -> x).average().orElseThrow();
    double variance = folds.stream().mapToDouble(x -> square(x - mean)).sum() / (FOLDS - 1);
    return ordered("mean", mean, "standardError", Math.sqrt(variance / FOLDS), "folds", folds);
  }

  private static Map<String, Object> single(double value) {
    return ordered("mean", value, "standardError", null, "folds", List.of(value));
  }

  private static Map<String, Object> absent() {
    return ordered("mean", null, "standardError", null, "folds", Arrays.asList(new Object[FOLDS]));
  }

  private static Map<String, Object> coefficients(Random random, int m) {
    double[] values = {-0.5, -11.4, 24.8, 15.4, -37.7, 22.7, 4.8, 8.4, 35.7, 3.2};
    List<Map<String, Object>> entries = new ArrayList<>();
    entries.add(ordered("name", "intercept", "value", 152.1, "standardError", m == 2 ? null : 2.6));
    double shrink = m == 0 ? 1 : m == 1 ? 0.82 : 0.6;
    for (int d = 0; d < BODY.size(); d++) {
      double value = m == 2 && Math.abs(values[d]) < 5 ? 0 : shrink * values[d] + random.nextGaussian();
      entries.add(ordered("name", BODY.get(d), "value", value, "standardError",
          m == 2 ? null : 3 + 8 * random.nextDouble() * shrink));
    }
    return ordered("title", "coefficients", "of", "fold 1", "entries", entries);
  }

  private static List<Point> curves(String label, String metric, int fits, int iterations) {
    List<Point> points = new ArrayList<>();
    Random random = new Random(9);
    for (int f = 1; f <= fits; f++) {
      double end = -1.4 + 0.1 * random.nextGaussian();
      for (int t = 0; t < iterations; t++) {
        points.add(new Point(t + 1, label + "/fold-" + f, metric, end - 2.2 * Math.exp(-t / 5.0)));
      }
    }
    return points;
  }

  private static Map<String, Object> model(String label, Map<String, Object> metrics) {
    return ordered("label", label, "estimator", label, "config", Map.of(), "bundle", "ansatz.regression 1.0.0",
        "metrics", metrics, "summary", null, "objective", null, "steps", 10);
  }

  private static Map<String, Object> metric(String name, String better, String title) {
    return ordered("name", name, "better", better, "title", title, "nominal", better.equals("nominal") ? 0.95 : null);
  }

  private static Map<String, Object> bundle(String name) {
    return ordered("bundle", name, "version", "1.0.0", "sha256", source(name).sha256());
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static double square(double x) {
    return x * x;
  }
}
