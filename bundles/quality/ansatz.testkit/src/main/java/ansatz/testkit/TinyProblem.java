package ansatz.testkit;

import ansatz.learn.Examples;
import ansatz.learn.Key;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A small problem that every estimator of its task can learn: examples to learn from, and more rows of the same kind
 * with the truth about them.
 *
 * @param name what a test report shows
 * @param truth for clustering the blob that each row was drawn from
 */
public record TinyProblem(String name, Task task, Examples examples, Matrix x, Target truth) {
  private static final double LIFT = 4;
  private static final int LEARNED = 60;
  private static final int ROWS = 85;
  private static final double[][] CORNERS = {{0, 0}, {8, 0}, {4, 7}};

  /** y = 1 + 2 x_0 - 3 x_1 + 0.5 x_2 + 0.1 eps; x [60,3] and eps standard normal. */
  public static TinyProblem line(Key key) {
    RandomGenerator random = key.fold("line").generator();
    double[][] x = new double[ROWS][3];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = random.nextGaussian();
      }
      y[i] = 1 + 2 * x[i][0] - 3 * x[i][1] + 0.5 * x[i][2] + 0.1 * random.nextGaussian();
    }
    Target target = new Target.Real(y);
    return split("a line", Task.REGRESSION, Matrix.of(x), target, target);
  }

  /** K classes, each a round blob of unit variance around a corner of a triangle with sides of about 8; K = 2 or 3. */
  public static TinyProblem classes(Key key, int classes) {
    Target.Label target = new Target.Label(turns(classes), names(classes));
    Matrix x = blobs(key.fold("classes").fold(classes), target.values());
    return split(classes + " classes", Task.CLASSIFICATION, x, target, target);
  }

  /** Three classes of which the last never occurs. */
  public static TinyProblem absentClass(Key key) {
    Target.Label target = new Target.Label(turns(2), names(3));
    return split("an absent class", Task.CLASSIFICATION, blobs(key.fold("absent"), target.values()), target, target);
  }

  /** The three blobs without their labels. */
  public static TinyProblem groups(Key key) {
    Target.Label truth = new Target.Label(turns(3), names(3));
    Matrix x = blobs(key.fold("groups"), truth.values());
    return split("3 groups", Task.CLUSTERING, x, new Target.None(), truth);
  }

  /** The same problem far enough from the origin that no feature is negative. */
  public TinyProblem lifted() {
    return new TinyProblem(name, task, new Examples(examples.features(), lifted(examples.x()), examples.target()),
        lifted(x), truth);
  }

  private static Matrix lifted(Matrix x) {
    return new Matrix(x.rows(), x.cols(), Arrays.stream(x.data()).map(v -> v + LIFT).toArray());
  }

  /**
   * How well the held-out rows are predicted, at most 1: the coefficient of determination, the accuracy, or the share of
   * pairs of rows that are rightly joined or parted (Rand index).
   */
  public double score(Prediction prediction) {
    return switch (prediction) {
      case Prediction.Real real -> determination(((Target.Real) truth).values(), real.mean());
      case Prediction.Label label -> accuracy(((Target.Label) truth).values(), label.winners());
      case Prediction.Group group -> rand(((Target.Label) truth).values(), winners(group.responsibilities()));
    };
  }

  @Override
  public String toString() {
    return name;
  }

  private static TinyProblem split(String name, Task task, Matrix x, Target target, Target truth) {
    int[] learned = IntStream.range(0, LEARNED).toArray();
    int[] heldOut = IntStream.range(LEARNED, ROWS).toArray();
    List<String> features = IntStream.range(0, x.cols()).mapToObj(j -> "x" + j).toList();
    return new TinyProblem(name, task, new Examples(features, x.rows(learned), target.rows(learned)), x.rows(heldOut),
        truth.rows(heldOut));
  }

  private static Matrix blobs(Key key, int[] corner) {
    RandomGenerator random = key.generator();
    return Matrix.stack(corner.length, i -> new double[] {CORNERS[corner[i]][0] + random.nextGaussian(),
      CORNERS[corner[i]][1] + random.nextGaussian()});
  }

  private static int[] turns(int n) {
    return IntStream.range(0, ROWS).map(i -> i % n).toArray();
  }

  private static List<String> names(int n) {
    return List.of("red", "green", "blue").subList(0, n);
  }

  private static double determination(double[] y, double[] mean) {
    double average = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    double left = IntStream.range(0, y.length).mapToDouble(i -> (y[i] - mean[i]) * (y[i] - mean[i])).sum();
    double all = IntStream.range(0, y.length).mapToDouble(i -> (y[i] - average) * (y[i] - average)).sum();
    return 1 - left / all;
  }

  private static double accuracy(int[] y, int[] winners) {
    return IntStream.range(0, y.length).filter(i -> y[i] == winners[i]).count() / (double) y.length;
  }

  private static double rand(int[] y, int[] group) {
    return IntStream.range(0, y.length)
        .mapToDouble(i -> IntStream.range(0, y.length).filter(j -> y[i] == y[j] == (group[i] == group[j])).count())
        .sum() / ((double) y.length * y.length);
  }

  private static int[] winners(Matrix scores) {
    List<String> groups = IntStream.range(0, scores.cols()).mapToObj(Integer::toString).toList();
    return new Prediction.Label(scores, true, groups).winners();
  }
}
