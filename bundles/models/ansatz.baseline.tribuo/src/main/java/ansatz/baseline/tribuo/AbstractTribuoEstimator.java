package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Dialect;
import ansatz.baseline.tribuo.internal.ModelBytes;
import ansatz.baseline.tribuo.internal.OwnThread;
import ansatz.baseline.tribuo.internal.Silence;
import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Target;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/**
 * An estimator that lets a Tribuo trainer learn; the algorithm's file says which one and with what parameters.
 *
 * <p>Every fit makes a trainer of its own, seeded by the context's key: a Tribuo trainer counts its calls, and the count
 * would move its random numbers. State, schema 1: {@code model} holds Tribuo's protobuf without the time and the machine
 * of the training, {@code class.0}, {@code class.1} ... the names of the classes, {@code provenance} what Tribuo says of
 * trainer and data.
 */
abstract class AbstractTribuoEstimator implements Estimator {
  private static final int SCHEMA = 1;

  static {
    Silence.fall();
  }

  private final Trainers trainers;

  AbstractTribuoEstimator(Trainers trainers) {
    this.trainers = trainers;
  }

  @Override
  public final Set<Task> tasks() {
    return trainers.tasks();
  }

  @Override
  public final State fit(Context context, Examples examples) {
    trainers.requirement().accept(examples.require(tasks()));
    long seed = context.key().value();
    return switch (examples.target()) {
      case Target.Label label -> {
        Model<Label> model = train(trainers.classifier(seed), Dialect.dataset(examples, label));
        yield state(model, label, examples);
      }
      case Target.Real real -> {
        Model<Regressor> model = train(trainers.regressor(seed), Dialect.dataset(examples, real));
        yield state(model, real, examples);
      }
      case Target.None _ -> throw new IllegalStateException("refused above: the tasks are " + tasks());
    };
  }

  @Override
  public final Prediction predict(Context context, State state, Matrix x) {
    Model<?> model = ModelBytes.read(state.array("model").bytes());
    Examples.requireFeatures(x, model.getFeatureIDMap().size());
    return switch (Task.valueOf(state.text("task"))) {
      case CLASSIFICATION -> Dialect.classes(model.castModel(Label.class), x, Dialect.classNames(state.scalars()));
      case REGRESSION -> Dialect.reals(model.castModel(Regressor.class), x);
      case CLUSTERING -> throw new IllegalArgumentException("Tribuo's models here do not group");
    };
  }

  @Override
  public final String provenance(State state) {
    return state.text("provenance");
  }

  @Override
  public final Summary summary(State state, Examples examples) {
    Model<?> model = ModelBytes.read(state.array("model").bytes());
    return trainers.summary().map(title -> Dialect.summary(title, model, Dialect.classNames(state.scalars())))
        .orElse(Summary.EMPTY);
  }

  private <T extends Output<T>> Model<T> train(Trainer<T> trainer, Dataset<T> dataset) {
    try {
      return OwnThread.call(() -> trainer.train(dataset));
    } catch (PropertyException | IllegalStateException refusal) {
      throw new IllegalArgumentException(trainer.getClass().getSimpleName() + " refused: " + refusal.getMessage(),
          refusal);
    }
  }

  private State state(Model<?> trained, Target target, Examples examples) {
    byte[] bytes = ModelBytes.write(trained);
    Model<?> model = ModelBytes.read(bytes);
    SortedMap<String, Object> scalars = new TreeMap<>();
    scalars.put("task", examples.task().name());
    scalars.put("provenance", ProvenanceUtil.formattedProvenanceString(model.getProvenance().getTrainerProvenance()));
    if (target instanceof Target.Label label) {
      scalars.putAll(Dialect.classScalars(label.classes()));
    }
    State state = new State(SCHEMA, new TreeMap<>(Map.of("model", Array.of(bytes))), scalars);
    requireFinite(model, target, examples);
    return state;
  }

  /** A model that has run away, such as by too large a step, is no model; better now than in the table of results. */
  private static void requireFinite(Model<?> model, Target target, Examples examples) {
    Matrix first = examples.x().rows(0);
    if (target instanceof Target.Label label) {
      Dialect.classes(model.castModel(Label.class), first, label.classes());
    } else {
      Dialect.reals(model.castModel(Regressor.class), first);
    }
  }
}
