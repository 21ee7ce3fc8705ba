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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    double[] w = new double[x.cols() + 1];
    return state(w, residual(context, examples, w), 0);
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    pause(config.pause());
    double[] w = state.doubles("weights").clone();
    double[] r = residual(context, examples, w);
    for (int j = 0; j < w.length; j++) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < r.length; i++) {
        product += feature(examples.x(), i, j) * r[i];
        square += feature(examples.x(), i, j) * feature(examples.x(), i, j);
      }
      double change = square == 0 ? 0 : product / square;
      w[j] += change;
      for (int i = 0; i < r.length; i++) {
        r[i] -= change * feature(examples.x(), i, j);
      }
    }
    return state(w, residual(context, examples, w), state.integer("step") + 1);
  }

  /** Waits, unless the file that the system property {@code zoo.hurry} names is there. */
  private static void pause(int millis) {
    String hurry = System.getProperty("zoo.hurry");
    if (hurry != null && Files.exists(Path.of(hurry))) {
      return;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double feature(Matrix x, int i, int j) {
    return j == x.cols() ? 1 : x.get(i, j);
  }

  /** X w + b. */
  private static double[] value(Context context, Matrix x, double[] w) {
    double[] value = context.linalg().multiply(x, Matrix.column(Arrays.copyOf(w, x.cols()))).data();
    Arrays.setAll(value, i -> value[i] + w[x.cols()]);
    return value;
  }

  private static double[] residual(Context context, Examples examples, double[] w) {
    double[] y = ((Target.Real) examples.target()).values();
    double[] value = value(context, examples.x(), w);
    Arrays.setAll(value, i -> y[i] - value[i]);
    return value;
  }

  private static State state(double[] w, double[] r, long step) {
    double[] mean = {Arrays.stream(r).map(each -> each * each).average().orElseThrow()};
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
    return new Prediction.Real(value(context, x, w));
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
