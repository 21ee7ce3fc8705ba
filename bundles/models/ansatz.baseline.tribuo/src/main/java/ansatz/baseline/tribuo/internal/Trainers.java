package ansatz.baseline.tribuo.internal;

import ansatz.learn.Examples;
import ansatz.learn.Task;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/**
 * What makes a fresh trainer from a seed, for each task that an algorithm learns.
 *
 * @param summary what the weights are that the model gives to features, where it gives any
 * @param requirement throws an {@link IllegalArgumentException} for examples that the algorithm cannot learn from
 */
public record Trainers(Optional<LongFunction<Trainer<Label>>> classifiers,
    Optional<LongFunction<Trainer<Regressor>>> regressors, Optional<String> summary, Consumer<Examples> requirement) {
  private static final Consumer<Examples> NONE = _ -> {
  };

  /** Weights of a linear function of the features. */
  public static final String COEFFICIENTS = "coefficients";

  /** How often trees ask for a feature. */
  public static final String SPLITS = "splits by feature";

  /** Classification only. */
  public static Trainers classify(LongFunction<Trainer<Label>> classifiers) {
    return new Trainers(Optional.of(classifiers), Optional.empty(), Optional.empty(), NONE);
  }

  /** Regression only. */
  public static Trainers regress(LongFunction<Trainer<Regressor>> regressors) {
    return new Trainers(Optional.empty(), Optional.of(regressors), Optional.empty(), NONE);
  }

  /** Classification and regression. */
  public static Trainers both(LongFunction<Trainer<Label>> classifiers, LongFunction<Trainer<Regressor>> regressors) {
    return new Trainers(Optional.of(classifiers), Optional.of(regressors), Optional.empty(), NONE);
  }

  /** The same, with models that give weights to features. */
  public Trainers weighing(String title) {
    return new Trainers(classifiers, regressors, Optional.of(title), requirement);
  }

  /** The same, with a condition on the examples. */
  public Trainers requiring(Consumer<Examples> condition) {
    return new Trainers(classifiers, regressors, summary, condition);
  }

  public Set<Task> tasks() {
    Set<Task> tasks = EnumSet.noneOf(Task.class);
    classifiers.ifPresent(_ -> tasks.add(Task.CLASSIFICATION));
    regressors.ifPresent(_ -> tasks.add(Task.REGRESSION));
    return tasks;
  }

  public Trainer<Label> classifier(long seed) {
    return classifiers.orElseThrow().apply(seed);
  }

  public Trainer<Regressor> regressor(long seed) {
    return regressors.orElseThrow().apply(seed);
  }
}
