package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * k nearest neighbours, for regression and classification: the mean, or the vote, of the k closest rows.
 *
 * $$ \hat y(x) = \sum_{n \in \mathcal N_k(x)} v_n y_n, \qquad p_c(x) = \sum_{n \in \mathcal N_k(x)} v_n [y_n = c],
 *    \qquad v_n \propto 1 \;\text{or}\; \|x - x_n\|^{-1}, \quad \sum_n v_n = 1 $$
 *
 * <p>Distances are Euclidean; of equally distant rows the one with the lower number is closer, so that brute force and
 * the k-d tree find the same neighbours and give the same bits. With weights by distance, neighbours at distance 0
 * count alone. The predictive deviation of regression is the weighted spread of the neighbours' targets, the root of
 * sum v_n (y_n - mean)^2: it measures the noise where the function is flat over the neighbourhood, and is absent for
 * k = 1.
 *
 * <p>Shapes: x [N,D], y [N], queries [M,D], scores [M,K].
 *
 * <p>Cost: brute force 3 N D flops a query; the k-d tree about N log^2 N to build and, in low dimension, D log N a
 * query. Above some fifteen features a tree visits most rows, so {@code auto} takes brute force there.
 */
@Cite(key = "fix1951discriminatory", title = "Discriminatory analysis. Nonparametric discrimination: consistency"
    + " properties", authors = "Fix, E. and Hodges, J. L.", year = 1951, venue = "USAF School of Aviation Medicine")
@Cite(key = "bentley1975multidimensional", title = "Multidimensional binary search trees used for associative"
    + " searching", authors = "Bentley, J. L.", year = 1975, venue = "Communications of the ACM 18(9)",
    url = "https://doi.org/10.1145/361002.361007")
public final class NearestNeighbours implements Estimator {
  private static final int MOST_FEATURES_FOR_TREE = 15;

  /** How much each neighbour counts. */
  public enum Weights {
    /** All the same. */
    UNIFORM,
    /** In inverse proportion to its distance. */
    DISTANCE
  }

  /** How neighbours are found. */
  public enum Search {
    /** By a k-d tree for up to 15 features, else by brute force. */
    AUTO,
    /** By looking at every row. */
    BRUTE,
    /** By a k-d tree. */
    KD_TREE
  }

  /** Parameters of k nearest neighbours. */
  public record Config(@Param(help = "number of neighbours", value = "5", min = 1, scale = Param.Scale.LOG) int k,
      @Param(help = "how much each neighbour counts", value = "uniform") Weights weights,
      @Param(help = "how neighbours are found; all ways give the same", value = "auto") Search search) {}

  private final Config config;

  public NearestNeighbours(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION, Task.CLASSIFICATION);
  }

  @Override
  public State fit(Context context, Examples examples) {
    Matrix x = examples.require(tasks()).x().copy();
    if (config.k() > x.rows()) {
      throw new IllegalArgumentException("k is " + config.k() + ", but there are only " + x.rows() + " rows");
    }
    Map<String, Array> arrays = new TreeMap<>(Map.of("x", Array.of(x)));
    Map<String, Object> scalars = new TreeMap<>();
    switch (examples.target()) {
      case Target.Real(double[] y) -> arrays.put("y", Array.of(y.clone()));
      case Target.Label(int[] y, List<String> classes) -> {
        arrays.put("y", Array.of(Arrays.stream(y).asLongStream().toArray()));
        ClassNames.putInto(scalars, classes);
      }
      case Target.None _ -> throw new IllegalArgumentException("neighbours need a target");
    }
    if (config.search() == Search.KD_TREE
        || config.search() == Search.AUTO && x.cols() <= MOST_FEATURES_FOR_TREE) {
      KdTree tree = KdTree.of(x);
      arrays.put("tree-order", Array.of(tree.order()));
      arrays.put("tree-axis", Array.of(tree.axis()));
    }
    return new State(1, arrays, scalars);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix queries) {
    Matrix x = state.array("x").matrix();
    Examples.requireFeatures(queries, x.cols());
    Neighbours[] neighbours = new Neighbours[queries.rows()];
    Optional<KdTree> tree = state.arrays().containsKey("tree-order")
        ? Optional.of(new KdTree(x, state.array("tree-order").longs(), state.array("tree-axis").longs()))
        : Optional.empty();
    for (int i = 0; i < neighbours.length; i++) {
      neighbours[i] = new Neighbours(config.k(), x, queries.row(i));
      if (tree.isPresent()) {
        tree.get().offerClosest(neighbours[i]);
      } else {
        for (int row = 0; row < x.rows(); row++) {
          neighbours[i].offer(row);
        }
      }
    }
    return switch (state.array("y")) {
      case Array.F64(long[] _, double[] y) -> mean(neighbours, y);
      case Array.I64(long[] _, long[] y) -> vote(neighbours, y, ClassNames.of(state));
      case Array.U8 _ -> throw new IllegalArgumentException("state holds targets of bytes");
    };
  }

  private Prediction mean(Neighbours[] neighbours, double[] y) {
    double[] mean = new double[neighbours.length];
    double[] deviation = new double[neighbours.length];
    for (int i = 0; i < mean.length; i++) {
      int[] rows = neighbours[i].rows();
      double[] v = weights(neighbours[i].squaredDistances());
      for (int n = 0; n < rows.length; n++) {
        mean[i] += v[n] * y[rows[n]];
      }
      for (int n = 0; n < rows.length; n++) {
        deviation[i] += v[n] * (y[rows[n]] - mean[i]) * (y[rows[n]] - mean[i]);
      }
      deviation[i] = Math.sqrt(deviation[i]);
    }
    return new Prediction.Real(mean, config.k() == 1 ? Optional.empty() : Optional.of(deviation));
  }

  private Prediction vote(Neighbours[] neighbours, long[] y, List<String> classes) {
    Matrix votes = Matrix.zeros(neighbours.length, classes.size());
    for (int i = 0; i < neighbours.length; i++) {
      int[] rows = neighbours[i].rows();
      double[] v = weights(neighbours[i].squaredDistances());
      for (int n = 0; n < rows.length; n++) {
        votes.data()[i * classes.size() + (int) y[rows[n]]] += v[n];
      }
    }
    return new Prediction.Label(votes, true, classes);
  }

  /** v [k], summing to 1, closest first. */
  private double[] weights(double[] squaredDistances) {
    double[] v = new double[squaredDistances.length];
    boolean exact = squaredDistances[0] == 0;
    double sum = 0;
    for (int n = 0; n < v.length; n++) {
      v[n] = switch (config.weights()) {
        case UNIFORM -> 1;
        case DISTANCE -> exact ? (squaredDistances[n] == 0 ? 1 : 0) : 1 / Math.sqrt(squaredDistances[n]);
      };
      sum += v[n];
    }
    for (int n = 0; n < v.length; n++) {
      v[n] /= sum;
    }
    return v;
  }

  /** Makes the estimator known as {@code knn}. */
  @Component(service = EstimatorFactory.class)
  @Name("knn")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<NearestNeighbours> algorithm() {
      return NearestNeighbours.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new NearestNeighbours((Config) config);
    }
  }
}
