package zoo.relay;

import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Task;
import ansatz.linalg.Matrix;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import zoo.descent.Descent;

/**
 * Leaves everything to the coordinate descent of another bundle.
 */
public final class Relay implements IterativeEstimator {
  /** Parameters of the descent. */
  public record Config(@Param(help = "stop after this many steps", value = "60", min = 1) int steps,
      @Param(help = "milliseconds to wait in each step", value = "0", min = 0) int pause) {}

  private final Descent descent;

  public Relay(Config config) {
    this.descent = new Descent(new Descent.Config(config.steps(), config.pause()));
  }

  @Override
  public Set<Task> tasks() {
    return descent.tasks();
  }

  @Override
  public State init(Context context, Examples examples) {
    return descent.init(context, examples);
  }

  @Override
  public State step(Context context, Examples examples, State state) {
    return descent.step(context, examples, state);
  }

  @Override
  public boolean converged(State state) {
    return descent.converged(state);
  }

  @Override
  public int maxSteps() {
    return descent.maxSteps();
  }

  @Override
  public Objective objective(State state) {
    return descent.objective(state);
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    return descent.predict(context, state, x);
  }

  /** Makes the estimator known as {@code relay}. */
  @Component(service = EstimatorFactory.class)
  @Name("relay")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Relay> algorithm() {
      return Relay.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Relay((Config) config);
    }
  }
}
