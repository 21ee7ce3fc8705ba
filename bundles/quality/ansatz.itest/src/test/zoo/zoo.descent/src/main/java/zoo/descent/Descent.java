package zoo.descent;

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
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Least squares by coordinate descent: each step takes every weight in turn to its best value given the others.
 *
 * <p>$$ w_j \leftarrow w_j + \frac{\sum_n x_{nj}\, r_n}{\sum_n x_{nj}^2}, \qquad r_n = y_n - b - w^\top x_n $$
 *
 * <p>The intercept b is the weight of a feature that is 1 everywhere.
 *
 * <p>Shapes: x [N,D], y [N], weights [D+1].
 *
 * <p>Cost: 4 N D flops a step.
 */
@Cite(key = "wright2015coordinate", title = "Coordinate descent algorithms", authors = "Wright, S. J.", year = 2015,
    venue = "Mathematical Programming 151")
public final class Descent implements IterativeEstimator {
  /** Parameters of the descent. */
  public record Config(@Param(help = "stop after this many steps", value = "60", min = 1) int steps,
      @Param(help = "milliseconds to wait in each step", value = "0", min = 0) int pause) {}

  private final Config config;

  public Descent(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  public State init(Context context, Examples examples) {
    Matrix x = examples.require(tasks()).x();
    return state(examples, new double[x.cols() + 1], 0);
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    pause(config.pause());
    double[] w = state.doubles("weights").clone();
    for (int j = 0; j < w.length; j++) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < examples.x().rows(); i++) {
        double feature = feature(examples.x(), i, j);
        product += feature * residual(examples, w, i);
        square += feature * feature;
      }
      w[j] += square == 0 ? 0 : product / square;
    }
    return state(examples, w, state.integer("step") + 1);
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double feature(Matrix x, int i, int j) {
    return j == x.cols() ? 1 : x.get(i, j);
  }

  private static double value(Matrix x, double[] w, int i) {
    double value = 0;
    for (int j = 0; j < w.length; j++) {
      value += w[j] * feature(x, i, j);
    }
    return value;
  }

  private static double residual(Examples examples, double[] w, int i) {
    return ((Target.Real) examples.target()).values()[i] - value(examples.x(), w, i);
  }

  private static State state(Examples examples, double[] w, long step) {
    double squares = 0;
    for (int i = 0; i < examples.x().rows(); i++) {
      squares += Math.pow(residual(examples, w, i), 2);
    }
    double[] mean = {squares / examples.x().rows()};
    return new State(1, Map.of("weights", Array.of(w), "loss", Array.of(mean)), Map.of("step", step));
  }

  @Override
  public boolean converged(State state) {
    return state.integer("step") >= config.steps();
  }

  @Override
  public int maxSteps() {
    return config.steps();
  }

  @Override
  public Objective objective(State state) {
    return new Objective("loss", state.real("loss"), false);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    double[] w = state.doubles("weights");
    Examples.requireFeatures(x, w.length - 1);
    double[] mean = new double[x.rows()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = value(x, w, i);
    }
    return new Prediction.Real(mean);
  }

  /** Makes the estimator known as {@code descent}. */
  @Component(service = EstimatorFactory.class)
  @Name("descent")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Descent> algorithm() {
      return Descent.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Descent((Config) config);
    }
  }
}
