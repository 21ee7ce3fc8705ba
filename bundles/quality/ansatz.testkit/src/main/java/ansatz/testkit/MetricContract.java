package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.learn.Metric;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules M1 to M6 of {@link Metric}, on a few rows of its task. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MetricContract {
  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("setosa", "versicolor", "virginica");

  /** The metric with its declared defaults. */
  protected abstract Metric metric();

  /** A target with a prediction that equals it and one that is worse in every respect. */
  private record Rows(String name, Target truth, Prediction exact, Prediction worse) {
    @Override
    public String toString() {
      return name;
    }
  }

  final Stream<Rows> rows() {
    return rows(metric().task());
  }

  private static Stream<Rows> rows(Task task) {
    return switch (task) {
      case REGRESSION -> Stream.of(regression());
      case CLASSIFICATION -> Stream.of(classification("two classes", TWO, 0, 1, 1, 0, 1, 0, 0),
          classification("three classes", THREE, 0, 1, 2, 1, 0, 2, 1));
      case CLUSTERING -> Stream.of(clustering());
    };
  }

  private static Rows regression() {
    double[] y = {1, 2, 4, -3, 0.5, 7};
    double[] far = {3, 1, 9, -3.5, 4, 2};
    double[] sigma = {1, 1, 1, 1, 1, 1};
    return new Rows("real numbers", new Target.Real(y), new Prediction.Real(y.clone(), Optional.of(sigma)),
        new Prediction.Real(far, Optional.of(sigma.clone())));
  }

  private static Rows classification(String name, List<String> classes, int... y) {
    int k = classes.size();
    return new Rows(name, new Target.Label(y, classes), new Prediction.Label(memberships(k, 1, y), true, classes),
        new Prediction.Label(doubtful(k, y), true, classes));
  }

  private static Rows clustering() {
    int[] y = {0, 1, 2, 1, 0, 2, 1};
    double[] low = new double[y.length];
    Arrays.fill(low, -1);
    return new Rows("groups", new Target.Label(y, THREE),
        new Prediction.Group(memberships(3, 1, y), Optional.of(new double[y.length])),
        new Prediction.Group(doubtful(3, y), Optional.of(low)));
  }

  /** Rows with the given membership in class y_n, the rest spread evenly. */
  private static Matrix memberships(int k, double own, int... y) {
    return Matrix.stack(y.length, n -> {
      double[] row = new double[k];
      Arrays.fill(row, (1 - own) / (k - 1));
      row[y[n]] = own;
      return row;
    });
  }

  /** Memberships of which every other row is wrong. */
  private static Matrix doubtful(int k, int... y) {
    int[] wrong = y.clone();
    for (int n = 0; n < y.length; n += 2) {
      wrong[n] = (y[n] + 1) % k;
    }
    return memberships(k, 0.7, wrong);
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M1_itIsPure(Rows rows) {
    String before = text(rows.truth()) + text(rows.worse());
    double first = metric().of(rows.truth(), rows.worse());
    assertFalse(Double.isNaN(first), "the value is NaN although nothing is missing");
    Metric metric = metric();
    metric.of(rows.truth(), rows.exact());
    assertEquals(first, metric.of(rows.truth(), rows.worse()), 0.0);
    assertEquals(before, text(rows.truth()) + text(rows.worse()), "an argument was written to");
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M2_theOrderOfTheRowsDoesNotMatter(Rows rows) {
    int[] order = backwards(rows.truth().size());
    double expected = metric().of(rows.truth(), rows.worse());
    double shuffled = metric().of(rows.truth().rows(order), rows(rows.worse(), order));
    assertEquals(expected, shuffled, 1e-12 * Math.max(1, Math.abs(expected)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M3_nothingIsBetterThanTheTruth(Rows rows) {
    assumeTrue(metric().better() != Metric.Better.NOMINAL, "a value that should be met has no best prediction");
    double exact = metric().of(rows.truth(), rows.exact());
    double worse = metric().of(rows.truth(), rows.worse());
    boolean better = metric().better() == Metric.Better.LOWER ? exact < worse : exact > worse;
    assertTrue(better, "the truth gets " + exact + ", a wrong prediction " + worse);
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M4_whatIsMissingGivesNaN(Rows rows) {
    double complete = metric().of(rows.truth(), rows.worse());
    double value = metric().of(rows.truth(), bare(rows.worse()));
    assertTrue(Double.isNaN(value) || value == complete, "without what it may need it is " + value);
    if (metric().task() == Task.CLUSTERING) {
      double unlabelled = metric().of(new Target.None(), rows.worse());
      assertTrue(Double.isNaN(unlabelled) || unlabelled == complete, "without labels it is " + unlabelled);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M4_whatIsUndefinedNeverBecomesANumber(Rows rows) {
    assertEquals(Double.NaN, metric().of(rows.truth(), undefined(rows.exact())));
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M5_asManyPredictionsAsTargets(Rows rows) {
    String message = assertThrows(IllegalArgumentException.class,
        () -> metric().of(rows.truth(), rows(rows.exact(), 0, 1, 2))).getMessage();
    assertTrue(message.contains(String.valueOf(rows.truth().size())) && message.contains("3"), message);
  }

  @ParameterizedTest
  @MethodSource("rows")
  final void M5_atLeastOneRow(Rows rows) {
    assertThrows(IllegalArgumentException.class, () -> metric().of(rows.truth().rows(), rows(rows.exact())));
  }

  @Test
  final void M5_theKindsFitTheTask() {
    for (Task task : Task.values()) {
      if (task != metric().task()) {
        Rows own = rows().findFirst().orElseThrow();
        Rows other = rows(task).findFirst().orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> metric().of(own.truth(), other.exact()), task.toString());
      }
    }
  }

  @Test
  final void M6_aNominalMetricAndNoOtherHasANominalValue() {
    assertFalse(metric().title().isBlank(), "it has no title");
    assertEquals(metric().better() == Metric.Better.NOMINAL, Double.isFinite(metric().nominal()),
        "nominal is " + metric().nominal() + " where better is " + metric().better());
  }

  /** The same prediction without deviation, density, or the promise that scores are probabilities. */
  private static Prediction bare(Prediction prediction) {
    return switch (prediction) {
      case Prediction.Real real -> new Prediction.Real(real.mean());
      case Prediction.Label label -> new Prediction.Label(label.scores(), false, label.classes());
      case Prediction.Group group -> new Prediction.Group(group.responsibilities(), Optional.empty());
    };
  }

  /** The same prediction, but NaN in its last row. */
  private static Prediction undefined(Prediction prediction) {
    return switch (prediction) {
      case Prediction.Real real -> new Prediction.Real(undefined(real.mean()), real.deviation());
      case Prediction.Label label -> new Prediction.Label(undefined(label.scores()), true, label.classes());
      case Prediction.Group group ->
        new Prediction.Group(undefined(group.responsibilities()), group.logDensity().map(MetricContract::undefined));
    };
  }

  private static Matrix undefined(Matrix matrix) {
    return new Matrix(matrix.rows(), matrix.cols(), undefined(matrix.data()));
  }

  private static double[] undefined(double[] values) {
    double[] copy = values.clone();
    copy[copy.length - 1] = Double.NaN;
    return copy;
  }

  private static Prediction rows(Prediction prediction, int... indices) {
    return switch (prediction) {
      case Prediction.Real real ->
        new Prediction.Real(pick(real.mean(), indices), real.deviation().map(sigma -> pick(sigma, indices)));
      case Prediction.Label label ->
        new Prediction.Label(label.scores().rows(indices), label.probabilistic(), label.classes());
      case Prediction.Group group -> new Prediction.Group(group.responsibilities().rows(indices),
          group.logDensity().map(density -> pick(density, indices)));
    };
  }

  private static double[] pick(double[] values, int... indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }

  /** The rows backwards. */
  private static int[] backwards(int n) {
    return IntStream.range(0, n).map(i -> n - 1 - i).toArray();
  }

  private static String text(Object data) {
    return switch (data) {
      case Target.Real real -> Arrays.toString(real.values());
      case Target.Label label -> Arrays.toString(label.values());
      case Prediction.Real real ->
        Arrays.toString(real.mean()) + Arrays.toString(real.deviation().orElse(new double[0]));
      case Prediction.Label label -> label.scores().toString();
      case Prediction.Group group ->
        group.responsibilities() + Arrays.toString(group.logDensity().orElse(new double[0]));
      default -> throw new IllegalArgumentException("no text of " + data);
    };
  }
}
