package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * k-means by Lloyd's algorithm: each centre moves to the mean of the rows that are closest to it, until none changes
 * sides.
 *
 * $$ z_n = \arg\min_k \|x_n - \mu_k\|^2, \qquad
 *    \mu_k \leftarrow \frac{\sum_n [z_n = k]\, x_n}{\sum_n [z_n = k]}, \qquad
 *    J = \sum_n \|x_n - \mu_{z_n}\|^2 $$
 *
 * <p>One step moves the centres and assigns the rows anew; J, the inertia, never rises. k-means++ draws each first
 * centre among the rows in proportion to the squared distance to those drawn before. A row between two centres goes to
 * the first. A centre left without rows takes the row that is farthest from its own centre.
 *
 * <p>Shapes: x [N,D], centres [K,D], assignment z [N], responsibilities 0 or 1 [N,K].
 *
 * <p>Cost: 3 N K D flops a step; N numbers beside the centres.
 */
@Cite(key = "lloyd1982least", title = "Least squares quantization in PCM", authors = "Lloyd, S. P.", year = 1982,
    venue = "IEEE Transactions on Information Theory 28(2)", url = "https://doi.org/10.1109/TIT.1982.1056489")
@Cite(key = "arthur2007kmeans", title = "k-means++: the advantages of careful seeding",
    authors = "Arthur, D. and Vassilvitskii, S.", year = 2007, venue = "SODA", where = "section 2.2")
public final class KMeans implements IterativeEstimator {
  /** Where the centres start. */
  public enum Init {
    /** At rows drawn far from each other. */
    K_MEANS_PLUS_PLUS,
    /** At the first k rows. */
    FIRST_ROWS
  }

  /** Parameters of k-means. */
  public record Config(@Param(help = "number of groups", value = "3", min = 1) int k,
      @Param(help = "where the centres start", value = "k-means-plus-plus") Init init,
      @Param(help = "numbers of the k rows where the centres start, instead of init",
          min = 0) Optional<List<Integer>> initRows,
      @Param(help = "stop after this many steps", value = "300", min = 1) int maxSteps) {
    public Config {
      initRows = initRows.map(List::copyOf);
    }
  }

  private final Config config;

  public KMeans(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.CLUSTERING);
  }

  @Override
  public State init(Context context, Examples examples) {
    Matrix x = examples.require(tasks()).x();
    if (config.k() > x.rows()) {
      throw new IllegalArgumentException("k is " + config.k() + ", but there are only " + x.rows() + " rows");
    }
    int[] rows = config.initRows().map(given -> checked(given, config.k(), x.rows()))
        .orElseGet(() -> switch (config.init()) {
          case FIRST_ROWS -> IntStream.range(0, config.k()).toArray();
          case K_MEANS_PLUS_PLUS -> plusPlus(x, context.key().fold("k-means++").generator());
        });
    return state(x, x.rows(rows), new long[0], 0);
  }

  /** The k numbers of rows to start from, out of N. */
  static int[] checked(List<Integer> rows, int k, int n) {
    if (rows.size() != k) {
      throw new IllegalArgumentException("initRows has " + rows.size() + " rows, but k is " + k);
    }
    for (int row : rows) {
      if (row < 0 || row >= n) {
        throw new IllegalArgumentException("initRows has " + row + ", but rows are numbered 0 ... " + (n - 1));
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] plusPlus(Matrix x, RandomGenerator random) {
    int[] rows = new int[config.k()];
    rows[0] = random.nextInt(x.rows());
    double[] closest = new double[x.rows()];
    Arrays.fill(closest, Double.POSITIVE_INFINITY);
    for (int k = 1; k < rows.length; k++) {
      double sum = 0;
      for (int i = 0; i < closest.length; i++) {
        closest[i] = Math.min(closest[i], Distance.squared(x, i, x, rows[k - 1]));
        sum += closest[i];
      }
      double left = random.nextDouble() * sum;
      int row = 0;
      while (row + 1 < closest.length && left >= closest[row]) {
        left -= closest[row++];
      }
      rows[k] = row;
    }
    return rows;
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    Matrix x = examples.x();
    long[] z = state.array("assignment").longs();
    return state(x, means(x, z, state.array("centres").matrix()), z, state.integer("step") + 1);
  }

  /** The mean of the rows of each group; a group without rows takes the row that is farthest from its centre. */
  private static Matrix means(Matrix x, long[] assignment, Matrix centres) {
    long[] z = assignment.clone();
    int[] count = new int[centres.rows()];
    for (long k : z) {
      count[(int) k]++;
    }
    for (int k = 0; k < count.length; k++) {
      if (count[k] == 0) {
        int farthest = farthestRow(x, z, count, centres);
        count[(int) z[farthest]]--;
        z[farthest] = k;
        count[k]++;
      }
    }
    Matrix sum = Matrix.zeros(centres.rows(), x.cols());
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < x.cols(); j++) {
        sum.data()[(int) z[i] * x.cols() + j] += x.get(i, j);
      }
    }
    for (int i = 0; i < sum.data().length; i++) {
      sum.data()[i] /= count[i / x.cols()];
    }
    return sum;
  }

  private static int farthestRow(Matrix x, long[] z, int[] count, Matrix centres) {
    int farthest = -1;
    double most = -1;
    for (int i = 0; i < z.length; i++) {
      double distance = Distance.squared(x, i, centres, (int) z[i]);
      if (count[(int) z[i]] > 1 && distance > most) {
        most = distance;
        farthest = i;
      }
    }
    return farthest;
  }

  /** The centres with the assignment and the inertia they give. */
  private static State state(Matrix x, Matrix centres, long[] before, long step) {
    long[] z = new long[x.rows()];
    double inertia = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = Distance.closest(x, i, centres);
      inertia += Distance.squared(x, i, centres, (int) z[i]);
    }
    return new State(1,
        Map.of("centres", Array.of(centres), "assignment", Array.of(z), "inertia", Array.of(new double[] {inertia})),
        Map.of("step", step, "settled", Arrays.equals(z, before)));
  }

  @Override
  public boolean converged(State state) {
    return state.flag("settled") || state.integer("step") >= config.maxSteps();
  }

  @Override
  public int maxSteps() {
    return config.maxSteps();
  }

  @Override
  public Objective objective(State state) {
    return new Objective("inertia", state.real("inertia"), false);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    Matrix centres = state.array("centres").matrix();
    Examples.requireFeatures(x, centres.cols());
    Matrix group = Matrix.zeros(x.rows(), centres.rows());
    for (int i = 0; i < x.rows(); i++) {
      group.data()[i * centres.rows() + Distance.closest(x, i, centres)] = 1;
    }
    return new Prediction.Group(group, Optional.empty());
  }

  @Override
  public Summary summary(State state, Examples examples) {
    Matrix centres = state.array("centres").matrix();
    List<Summary.Entry> entries = new ArrayList<>();
    for (int k = 0; k < centres.rows(); k++) {
      for (int j = 0; j < centres.cols(); j++) {
        entries.add(new Summary.Entry(k + ": " + examples.features().get(j), centres.get(k, j), Double.NaN));
      }
    }
    entries.add(new Summary.Entry("(inertia)", state.real("inertia"), Double.NaN));
    return new Summary("cluster centres", entries);
  }

  /** Makes the estimator known as {@code k-means}. */
  @Component(service = EstimatorFactory.class)
  @Name("k-means")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<KMeans> algorithm() {
      return KMeans.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new KMeans((Config) config);
    }
  }
}
