package ansatz.baseline.tribuo.internal;

import ansatz.learn.Examples;
import ansatz.learn.Prediction;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.linalg.Matrix;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Translates examples into Tribuo's words and its predictions back.
 *
 * <p>Tribuo numbers features and labels in the order of their names. A feature is therefore called {@code 000003 bmi} and
 * a label {@code 2}, so that what is learned depends on where a column stands and not on what it is called.
 */
public final class Dialect {
  /** When data came into being, as far as bits are concerned that have to be the same in every run. */
  static final OffsetDateTime NO_TIME = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static final int NUMBER = 6;
  private static final String CLASS = "class.";

  private Dialect() {}

  /** Examples x [N,D] with a class y [N] each. */
  public static Dataset<Label> dataset(Examples examples, Target.Label target) {
    if (Arrays.stream(target.values()).distinct().count() < 2) {
      throw new IllegalArgumentException("target has a single class '" + target.classes().get(target.values()[0])
          + "' in all rows; there are two to tell apart at least");
    }
    return dataset(examples, new LabelFactory(), i -> new Label(Integer.toString(target.values()[i])));
  }

  /** Examples x [N,D] with a real number y [N] each. */
  public static Dataset<Regressor> dataset(Examples examples, Target.Real target) {
    return dataset(examples, new RegressionFactory(), i -> new Regressor("y", target.values()[i]));
  }

  private static <T extends Output<T>> Dataset<T> dataset(Examples examples, OutputFactory<T> factory,
      IntFunction<T> output) {
    List<String> features = examples.features();
    String[] names = new String[features.size()];
    Arrays.setAll(names, j -> String.format("%0" + NUMBER + "d %s", j, features.get(j)));
    return new MutableDataset<>(rows(examples.x(), names, output),
        new SimpleDataSourceProvenance("examples", NO_TIME, factory), factory);
  }

  private static <T extends Output<T>> List<Example<T>> rows(Matrix x, String[] names, IntFunction<T> output) {
    List<Example<T>> rows = new ArrayList<>(x.rows());
    for (int i = 0; i < x.rows(); i++) {
      rows.add(new ArrayExample<>(output.apply(i), names, x.row(i)));
    }
    return rows;
  }

  private static <T extends Output<T>> List<org.tribuo.Prediction<T>> predict(Model<T> model, Matrix x, T unknown) {
    if (x.rows() == 0) {
      return List.of();
    }
    String[] names = new String[x.cols()];
    Arrays.setAll(names, j -> model.getFeatureIDMap().get(j).getName());
    return model.predict(rows(x, names, _ -> unknown));
  }

  /** Predicts reals for x [N,D]. */
  public static Prediction.Real reals(Model<Regressor> model, Matrix x) {
    List<org.tribuo.Prediction<Regressor>> rows = predict(model, x, RegressionFactory.UNKNOWN_REGRESSOR);
    double[] mean = new double[x.rows()];
    Arrays.setAll(mean, i -> finite(rows.get(i).getOutput().getValues()[0], model, i));
    return new Prediction.Real(mean);
  }

  /** Predicts scores of all classes for x [N,D]. */
  public static Prediction.Label classes(Model<Label> model, Matrix x, List<String> classes) {
    List<org.tribuo.Prediction<Label>> rows = predict(model, x, LabelFactory.UNKNOWN_LABEL);
    boolean probabilistic = !rows.isEmpty() && rows.getFirst().hasProbabilities();
    Matrix scores = Matrix.zeros(x.rows(), classes.size());
    for (int i = 0; i < x.rows(); i++) {
      double[] row = scores(model, rows.get(i), i, classes.size(), probabilistic);
      System.arraycopy(row, 0, scores.data(), i * classes.size(), classes.size());
    }
    return new Prediction.Label(scores, probabilistic, classes);
  }

  /**
   * The scores of a row. A class that did not occur in the examples has probability 0, or stands one below the least score
   * where scores are no probabilities; a model that only names a class gives it the score 1.
   */
  private static double[] scores(Model<Label> model, org.tribuo.Prediction<Label> prediction, int i, int classes,
      boolean probabilistic) {
    SortedMap<Integer, Double> known = new TreeMap<>();
    prediction.getOutputScores()
        .forEach((name, label) -> known.put(Integer.parseInt(name), finite(label.getScore(), model, i)));
    if (known.isEmpty()) {
      known.put(Integer.parseInt(prediction.getOutput().getLabel()), 1.0);
    }
    double least = known.values().stream().min(Double::compare).orElseThrow();
    double sum = known.values().stream().mapToDouble(Double::doubleValue).sum();
    double[] scores = new double[classes];
    Arrays.fill(scores, probabilistic ? 0 : least - 1);
    known.forEach((k, score) -> scores[k] = probabilistic ? score / sum : score);
    return scores;
  }

  private static double finite(double value, Model<?> model, int row) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(model.getName() + " predicts " + value + " for row " + row
          + "; features on very different scales, a constant feature or too large a step do that: standardise the features");
    }
    return value;
  }

  /** The weights that a model gives to features; nothing where it gives none. */
  public static Summary summary(String title, Model<?> model, List<String> classes) {
    List<Summary.Entry> entries = new ArrayList<>();
    new TreeMap<>(model.getTopFeatures(-1)).forEach((output, weights) -> {
      String suffix = output.matches("[0-9]+") ? " (" + classes.get(Integer.parseInt(output)) + ")" : "";
      weights.stream().sorted((a, b) -> a.getA().compareTo(b.getA()))
          .forEach(weight -> entries.add(new Summary.Entry(feature(weight) + suffix, weight.getB(), Double.NaN)));
    });
    return entries.isEmpty() ? Summary.EMPTY : new Summary(title, entries);
  }

  private static String feature(Pair<String, Double> weight) {
    return weight.getA().equals(Model.BIAS_FEATURE) ? "intercept" : weight.getA().substring(NUMBER + 1);
  }

  /** The names of classes as scalars of a state. */
  public static Map<String, String> classScalars(List<String> classes) {
    SortedMap<String, String> scalars = new TreeMap<>();
    for (int k = 0; k < classes.size(); k++) {
      scalars.put(CLASS + k, classes.get(k));
    }
    return scalars;
  }

  /** The names of classes from the scalars of a state. */
  public static List<String> classNames(Map<String, Object> scalars) {
    List<String> classes = new ArrayList<>();
    while (scalars.get(CLASS + classes.size()) instanceof String name) {
      classes.add(name);
    }
    return classes;
  }
}
