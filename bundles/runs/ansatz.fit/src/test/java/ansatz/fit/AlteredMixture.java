package ansatz.fit;

import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Source;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.Matrix;
import ansatz.regression.GaussianMixture;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Versions of the Gaussian mixture, as bundles would hold them, that differ in what a test is about. */
public final class AlteredMixture implements EstimatorFactory {
  public static final String NAME = "gaussian-mixture";
  public static final String SLOT = "model.gaussian-mixture";

  /** What a version does other than the first one. */
  public enum Way {
    SAME, THROWS, THROWS_LATER, NAN, MIGRATES, DOES_NOT_MIGRATE, DOES_NOT_MIGRATE_AND_THROWS_LATER
  }

  private final Way way;
  private final GaussianMixture.Factory first = new GaussianMixture.Factory();
  public final List<WeakReference<Estimator>> made = new CopyOnWriteArrayList<>();

  private AlteredMixture(Way way) {
    this.way = way;
  }

  /** All parts of the fixture, with version 1.0.0 of the mixture in force and one version 1.0.1 beside it for each way. */
  public static PlainRegistry registry(AlteredMixture first) {
    PlainRegistry registry = FitFixture.registry();
    registry.withdraw(EstimatorFactory.class, NAME, "0");
    registry.with(EstimatorFactory.class, NAME, source("1.0.0"), first);
    for (Way way : Way.values()) {
      registry.with(EstimatorFactory.class, NAME, source(version(way)), new AlteredMixture(way));
    }
    return registry;
  }

  public static PlainRegistry registry() {
    return registry(new AlteredMixture(Way.SAME));
  }

  public static AlteredMixture same() {
    return new AlteredMixture(Way.SAME);
  }

  /** {@code 1.0.1} does the same, the others are {@code 2.0.0.THROWS} ... */
  public static String version(Way way) {
    return way == Way.SAME ? "1.0.1" : "2.0.0." + way;
  }

  public static String part(Way way) {
    return NAME + "@" + version(way);
  }

  private static Source source(String version) {
    return new Source("ansatz.regression", version, "", new TreeMap<>());
  }

  @Override
  public Class<? extends Estimator> algorithm() {
    return GaussianMixture.class;
  }

  @Override
  public Class<? extends Record> config() {
    return first.config();
  }

  @Override
  public Estimator create(Record config) {
    IterativeEstimator real = (IterativeEstimator) first.create(config);
    Estimator estimator = way == Way.SAME ? new Mixture(real, way, 1) : new Mixture(real, way, 2);
    made.add(new WeakReference<>(estimator));
    return estimator;
  }

  /** The real one, with states of schema 2 where all names are longer. */
  private static final class Mixture implements IterativeEstimator {
    private static final String MARK = "second/";
    private final IterativeEstimator real;
    private final Way way;
    private final int schema;
    private int steps;

    private Mixture(IterativeEstimator real, Way way, int schema) {
      this.real = real;
      this.way = way;
      this.schema = way.name().contains("MIGRATE") ? schema : 1;
    }

    @Override
    public int stateSchema() {
      return schema;
    }

    @Override
    public State migrate(State state, int wanted) {
      if (schema == 1 || way != Way.MIGRATES) {
        return IterativeEstimator.super.migrate(state, wanted);
      }
      return state.schema() == wanted ? state : wanted == 2 ? marked(state) : plain(state);
    }

    private static State marked(State state) {
      Map<String, Array> arrays = new TreeMap<>();
      Map<String, Object> scalars = new TreeMap<>();
      state.arrays().forEach((name, array) -> arrays.put(MARK + name, array));
      state.scalars().forEach((name, value) -> scalars.put(MARK + name, value));
      return new State(2, arrays, scalars);
    }

    private static State plain(State state) {
      Map<String, Array> arrays = new TreeMap<>();
      Map<String, Object> scalars = new TreeMap<>();
      state.arrays().forEach((name, array) -> arrays.put(name.substring(MARK.length()), array));
      state.scalars().forEach((name, value) -> scalars.put(name.substring(MARK.length()), value));
      return new State(1, arrays, scalars);
    }

    private State in(State state) {
      return schema == 2 ? plain(state) : state;
    }

    private State out(State state) {
      return schema == 2 ? marked(state) : state;
    }

    @Override
    public Set<Task> tasks() {
      return real.tasks();
    }

    @Override
    public State init(Context context, Examples examples) {
      return out(real.init(context, examples));
    }

    @Override
    public State step(Context context, Examples examples, State state) {
      if (way == Way.THROWS || way.name().endsWith("THROWS_LATER") && ++steps > 2) {
        throw new IllegalStateException("out of luck");
      }
      return out(real.step(context, examples, in(state)));
    }

    @Override
    public boolean converged(State state) {
      return real.converged(in(state));
    }

    @Override
    public int maxSteps() {
      return real.maxSteps();
    }

    @Override
    public Objective objective(State state) {
      Objective objective = real.objective(in(state));
      return way == Way.NAN
          ? new Objective(objective.name(), Double.NaN, objective.higherIsBetter())
          : objective;
    }

    @Override
    public Prediction predict(Context context, State state, Matrix x) {
      return real.predict(context, in(state), x);
    }

    @Override
    public Summary summary(State state, Examples examples) {
      return real.summary(in(state), examples);
    }
  }
}
