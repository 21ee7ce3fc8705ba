package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.MeanCombiner;
import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;

/**
 * k nearest neighbours: the mean of the targets, or the vote of the classes, of the k closest examples.
 *
 * $$ \hat f(x) = \frac1k \sum_{i \in \mathcal N_k(x)} y_i $$
 *
 * <p>The shares of the votes are the probabilities. Scale the features first. The mean is our own: that of Tribuo 4.3.2 gives
 * the target of a single neighbour.
 *
 * <p>Shapes: x [N,D], y [N].
 *
 * <p>Cost: nothing to fit; O(N D) time a prediction, about O(D log N) with a k-d tree in few dimensions; O(N D) memory.
 */
@Cite(key = "cover1967nearest", title = "Nearest neighbor pattern classification", authors = "Cover, T. and Hart, P.",
    year = 1967, venue = "IEEE Transactions on Information Theory 13", url = "https://doi.org/10.1109/TIT.1967.1053964")
public final class Knn extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "number of neighbours", value = "5", min = 1) int k,
      @Param(help = "what is close", value = "l2") Distance distance,
      @Param(help = "how neighbours are searched; the result is the same, apart from ties",
          value = "brute-force") Search search) {
    private DistanceType type() {
      return DistanceType.valueOf(distance.name());
    }

    private NeighboursQueryFactoryType query() {
      return NeighboursQueryFactoryType.valueOf(search.name());
    }
  }

  /** Distances of two vectors. */
  public enum Distance {
    L1, L2, COSINE
  }

  /** Searches for neighbours. */
  public enum Search {
    BRUTE_FORCE, KD_TREE
  }

  public Knn(Config config) {
    super(Trainers.both(
        _ -> new KNNTrainer<>(config.k, config.type().getDistance(), 1, new VotingCombiner(),
            KNNModel.Backend.THREADPOOL, config.query()),
        _ -> new KNNTrainer<>(config.k, config.type().getDistance(), 1, new MeanCombiner(),
            KNNModel.Backend.THREADPOOL, config.query()))
        .requiring(examples -> requireRows(examples, config.k)));
  }

  private static void requireRows(Examples examples, int k) {
    if (examples.x().rows() < k) {
      throw new IllegalArgumentException("k is " + k + ", but there are only " + examples.x().rows() + " rows");
    }
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.knn")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Knn> algorithm() {
      return Knn.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Knn((Config) config);
    }
  }
}
