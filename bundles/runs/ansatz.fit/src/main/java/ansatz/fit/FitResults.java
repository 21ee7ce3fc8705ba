package ansatz.fit;

import ansatz.data.Fold;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the finished cells of a fit gave: scores by metric, model and fold, predictions of every row, summaries.
 *
 * <p>No array changes once it is here: writing puts a changed copy in its place, so that snapshots and {@link #copy}
 * share arrays and cost little.
 */
final class FitResults {
  private final List<Fold> folds;
  private final int rows;
  private final SortedMap<String, Array> arrays = new TreeMap<>();
  private final SortedMap<String, Object> scalars = new TreeMap<>();

  FitResults(List<Fold> folds, int rows) {
    this.folds = folds;
    this.rows = rows;
  }

  /** The same results, to be added to without touching these. */
  FitResults copy() {
    FitResults copy = new FitResults(folds, rows);
    copy.arrays.putAll(arrays);
    copy.scalars.putAll(scalars);
    return copy;
  }

  /** Takes up the part of a snapshot that {@link #put} wrote, in place of what is here. */
  void restore(State snapshot) {
    arrays.clear();
    scalars.clear();
    snapshot.arrays().forEach((name, array) -> {
      if (name.startsWith("result/")) {
        arrays.put(name, array);
      }
    });
    snapshot.scalars().forEach((name, value) -> {
      if (name.startsWith("result/")) {
        scalars.put(name, value);
      }
    });
  }

  /** Adds everything to a snapshot in the making. */
  void put(Map<String, Array> toArrays, Map<String, Object> toScalars) {
    toArrays.putAll(arrays);
    toScalars.putAll(scalars);
  }

  void score(String metric, String label, int fold, double value) {
    double[] scores = scores(metric, label).clone();
    scores[fold] = value;
    arrays.put(key(metric, label), Array.of(scores));
  }

  /** The scores [folds] of a model, NaN where there is none. */
  double[] scores(String metric, String label) {
    Array scores = arrays.get(key(metric, label));
    return scores == null ? nans(folds.size()) : scores.doubles();
  }

  private static String key(String metric, String label) {
    return "result/score/" + metric + "/" + label;
  }

  private static double[] nans(int n) {
    double[] none = new double[n];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  void steps(String label, long more) {
    arrays.put("result/steps/" + label, Array.of(new long[] {steps(label) + more}));
  }

  long steps(String label) {
    Array steps = arrays.get("result/steps/" + label);
    return steps == null ? 0 : steps.longs()[0];
  }

  void provenance(String label, String text) {
    if (!text.isEmpty()) {
      scalars.put("result/provenance/" + label, text);
    }
  }

  /** What a library says of how it made the model of the first fold; null where it says nothing. */
  String provenance(String label) {
    return (String) scalars.get("result/provenance/" + label);
  }

  /** Remembers what an iterative model optimises. */
  void objective(String label, IterativeEstimator.Objective objective) {
    scalars.put("result/objective/" + label + "/name", objective.name());
    scalars.put("result/objective/" + label + "/higherIsBetter", objective.higherIsBetter());
  }

  /** What an iterative model optimises as it stands in a result; null for direct models. */
  Map<String, Object> objective(String label) {
    Object name = scalars.get("result/objective/" + label + "/name");
    if (name == null) {
      return null;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("higherIsBetter", scalars.get("result/objective/" + label + "/higherIsBetter"));
    return tree;
  }

  /** Puts the predictions of a fold's test rows where these rows stand in the table. */
  void prediction(String label, int fold, Prediction prediction) {
    int[] test = folds.get(fold).test();
    switch (prediction) {
      case Prediction.Real real -> {
        scatter(label + "/mean", test, Matrix.column(real.mean()), true);
        real.deviation().ifPresent(d -> scatter(label + "/deviation", test, Matrix.column(d), true));
      }
      case Prediction.Label labels -> {
        scatter(label + "/scores", test, labels.scores(), false);
        arrays.put("result/out/" + label + "/probabilistic", Array.of(new long[] {labels.probabilistic() ? 1 : 0}));
      }
      case Prediction.Group groups -> {
        scatter(label + "/responsibilities", test, groups.responsibilities(), false);
        groups.logDensity().ifPresent(d -> scatter(label + "/log-density", test, Matrix.column(d), true));
      }
    }
  }

  private void scatter(String name, int[] at, Matrix values, boolean vector) {
    int width = values.cols();
    Array before = arrays.get("result/out/" + name);
    double[] all = before == null ? nans(rows * width) : before.doubles().clone();
    if (all.length != rows * width || values.rows() != at.length) {
      throw new IllegalArgumentException("predictions are " + values.rows() + "x" + width + ", but there are "
          + at.length + " rows and the folds before gave " + all.length / Math.max(rows, 1) + " columns");
    }
    for (int i = 0; i < at.length; i++) {
      System.arraycopy(values.data(), i * width, all, at[i] * width, width);
    }
    arrays.put("result/out/" + name, vector ? Array.of(all) : Array.of(all, rows, width));
  }

  void summary(String label, Summary summary) {
    if (summary.entries().isEmpty()) {
      return;
    }
    String prefix = "result/summary/" + label + "/";
    scalars.put(prefix + "title", summary.title());
    List<Summary.Entry> entries = summary.entries();
    for (int i = 0; i < entries.size(); i++) {
      scalars.put(prefix + "name/" + String.format(Locale.ROOT, "%06d", i), entries.get(i).name());
    }
    arrays.put(prefix + "value", Array.of(entries.stream().mapToDouble(Summary.Entry::value).toArray()));
    arrays.put(prefix + "error", Array.of(entries.stream().mapToDouble(Summary.Entry::standardError).toArray()));
  }

  Summary summary(String label) {
    String prefix = "result/summary/" + label + "/";
    if (!scalars.containsKey(prefix + "title")) {
      return Summary.EMPTY;
    }
    double[] values = arrays.get(prefix + "value").doubles();
    double[] errors = arrays.get(prefix + "error").doubles();
    List<Summary.Entry> entries = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      String name = (String) scalars.get(prefix + "name/" + String.format(Locale.ROOT, "%06d", i));
      entries.add(new Summary.Entry(name, values[i], errors[i]));
    }
    return new Summary((String) scalars.get(prefix + "title"), entries);
  }

  /** The arrays for {@code result.safetensors}: predictions, truth and the fold that each row was judged in. */
  SortedMap<String, Array> outcome(Target truth) {
    SortedMap<String, Array> outcome = new TreeMap<>();
    arrays.forEach((name, array) -> {
      if (name.startsWith("result/out/")) {
        outcome.put(name.substring("result/out/".length()), array);
      }
    });
    long[] fold = new long[rows];
    Arrays.fill(fold, -1);
    for (int k = 0; k < folds.size(); k++) {
      for (int row : folds.get(k).test()) {
        fold[row] = k;
      }
    }
    outcome.put("fold", Array.of(fold));
    switch (truth) {
      case Target.Real real -> outcome.put("truth", Array.of(real.values()));
      case Target.Label label -> outcome.put("truth", Array.of(Arrays.stream(label.values()).asLongStream().toArray()));
      case Target.None _ -> {
      }
    }
    return outcome;
  }
}
