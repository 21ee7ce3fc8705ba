package ansatz.runner;

import ansatz.data.Transform;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Point;
import ansatz.experiment.Registry;
import ansatz.experiment.RunException;
import ansatz.experiment.Work;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.Examples;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Key;
import ansatz.learn.Metric;
import ansatz.learn.Metric.Better;
import ansatz.learn.MetricFactory;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Target;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A fit under way: cells (fold, model), fold by fold, each one step, or one step an iteration where the estimator is
 * iterative.
 */
final class FitWork implements Work {
  private static final int SCHEMA = 1;
  private static final double MAX_SQUARED = 1e150;

  private final FitFile file;
  private final LeasedParts parts;
  private final FitData data;
  private final Map<String, Estimator> models;
  private final List<Transform> transforms;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final FitResults results;
  private Lease<LinearAlgebra> linalg;

  private long done;
  private int cell;
  /** State of the iterative estimator in the middle of its cell, else null. */
  private State current;
  private long iterations;
  private int partOf = -1;
  private FitData.Part part;

  FitWork(FitFile file, LeasedParts parts, Registry registry) {
    this.file = file;
    this.parts = parts;
    this.data = FitData.read(file, parts, registry);
    this.linalg = parts.lease("linalg", LinearAlgebra.class, file.fit().linalg().orElse(null), "fit.linalg");
    this.models = new LinkedHashMap<>(file.fit().models());
    this.transforms = new ArrayList<>(file.data().transform().orElse(List.of()));
    this.results = new FitResults(data.folds, data.table.size());
    models.forEach(this::checkTask);
    file.metrics().ifPresentOrElse(given -> given.forEach(this::metric), () -> naturalMetrics(registry));
    part(0);
  }

  private void metric(Metric metric) {
    String name = parts.part(metric).name();
    if (metric.task() != data.task) {
      throw new ConfigException("metrics: '" + name + "' judges " + word(metric.task()) + ", this is " + word(data.task)
          + " — remove it, or leave out 'metrics' for all that fit");
    }
    if (metrics.putIfAbsent(name, metric) != null) {
      throw new ConfigException("metrics: '" + name + "' stands twice");
    }
  }

  private static Metric plain(Offer<MetricFactory> offer) {
    return offer.service().create(Params.of(offer.service().config()));
  }

  /** All that fit the task; what has no direction cannot rank, so it comes last. */
  private void naturalMetrics(Registry registry) {
    registry.offers(MetricFactory.class).stream()
        .filter(o -> plain(o).task() == data.task)
        .sorted(Comparator.comparing(o -> plain(o).better() == Better.NOMINAL))
        .forEach(o -> metric(parts.create(Metric.class, o.name(), Map.of(), "metrics." + o.name())));
  }

  private void checkTask(String label, Estimator model) {
    if (!model.tasks().contains(data.task)) {
      throw new ConfigException("fit.models." + label + ": '" + parts.part(model).name() + "' learns "
          + String.join(", ", model.tasks().stream().map(FitWork::word).sorted().toList()) + ", but this is "
          + word(data.task) + " — remove it (~fit.models." + label + ") or change data.target or fit.task");
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<String> labels() {
    return List.copyOf(models.keySet());
  }

  private int cells() {
    return models.size() * data.folds.size();
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public long total() {
    long total = done;
    for (int c = cell; c < cells(); c++) {
      String label = labels().get(c % models.size());
      total += models.get(label) instanceof IterativeEstimator iterative
          ? Math.max(1, expected(label, iterative, c) - (c == cell ? iterations : 0))
          : 1;
    }
    return total;
  }

  /** Iterations a cell will take: as many as the model took on average so far, else its maximum. */
  private long expected(String label, IterativeEstimator model, int c) {
    long folds = c / models.size();
    long steps = results.steps(label);
    return folds == 0 || steps == 0 ? model.maxSteps() : Math.ceilDiv(steps, folds);
  }

  @Override
  public boolean finished() {
    return cell == cells();
  }

  @Override
  public StepReport step() {
    int fold = cell / models.size();
    String label = labels().get(cell % models.size());
    Estimator model = models.get(label);
    Context context = new Context(linalg.service(), new Key(file.seed()).fold("model").fold(label).fold(fold));
    List<Point> points = new ArrayList<>();
    String series = label + "/fold-" + (fold + 1);
    try {
      boolean milestone = advance(model, context, fold, label, series, points);
      String what = label + " fold " + (fold + 1) + "/" + data.folds.size()
          + (model instanceof IterativeEstimator ? " iteration " + points.getFirst().step() : "");
      List<String> slots = new ArrayList<>(List.of("data", "linalg", "model." + label));
      parts.leases().stream().map(Lease::slot).filter(s -> s.startsWith("transform.") || s.startsWith("metric.")
          || s.startsWith("model." + label + ".")).forEach(slots::add);
      return new StepReport(done, milestone || !(model instanceof IterativeEstimator)
          ? label + " fold " + (fold + 1) + "/" + data.folds.size()
          : what, slots, points, milestone);
    } catch (IllegalArgumentException e) {
      throw new RunException("model." + label + " failed on fold " + (fold + 1) + ": " + e.getMessage() + extreme(fold),
          e);
    }
  }

  /** What may have caused a failure: training numbers whose squares are no double. */
  private String extreme(int fold) {
    Examples training = part(fold).training();
    DoubleStream values = DoubleStream.of(training.x().data());
    if (training.target() instanceof Target.Real real) {
      values = DoubleStream.concat(values, DoubleStream.of(real.values()));
    }
    double odd = values.map(Math::abs).filter(v -> v > MAX_SQUARED || v > 0 && v < 1 / MAX_SQUARED).findFirst()
        .orElse(0);
    return odd == 0
        ? ""
        : " — the training data hold numbers like " + odd + ", whose square is out of range: rescale these columns";
  }

  /** Does one step of the current cell; true when that finished it. */
  private boolean advance(Estimator model, Context context, int fold, String label, String series, List<Point> points) {
    FitData.Part rows = part(fold);
    State state;
    done++;
    if (model instanceof IterativeEstimator iterative) {
      State before = current == null ? iterative.init(context, rows.training()) : current;
      state = iterative.converged(before) ? before : iterative.step(context, rows.training(), before);
      iterations++;
      IterativeEstimator.Objective objective = iterative.objective(state);
      points.add(new Point(iterations, series, objective.name(), objective.value()));
      if (!iterative.converged(state)) {
        current = state;
        return false;
      }
      results.objective(label, objective);
    } else {
      state = model.fit(context, rows.training());
      iterations = 1;
    }
    judge(model, context, state, fold, label, series, points);
    results.steps(label, iterations);
    iterations = 0;
    current = null;
    cell++;
    return true;
  }

  private void judge(Estimator model, Context context, State state, int fold, String label, String series,
      List<Point> points) {
    FitData.Part rows = part(fold);
    Prediction prediction = model.predict(context, state, rows.test().x());
    results.prediction(label, fold, prediction);
    Target truth = data.truth.rows(data.folds.get(fold).test());
    metrics.forEach((name, metric) -> {
      double value = metric.of(truth, prediction);
      results.score(name, label, fold, value);
      if (!Double.isNaN(value)) {
        points.add(new Point(iterations, series, name, value));
      }
    });
    if (fold == 0) {
      results.summary(label, model.summary(state, rows.training()));
      results.provenance(label, model.provenance(state));
    }
  }

  private FitData.Part part(int fold) {
    if (partOf != fold) {
      part = data.part(fold, transforms);
      partOf = fold;
    }
    return part;
  }

  @Override
  public State snapshot() {
    Map<String, Array> arrays = new TreeMap<>();
    Map<String, Object> scalars = new TreeMap<>();
    results.put(arrays, scalars);
    scalars.put("cell", (long) cell);
    scalars.put("done", done);
    scalars.put("iterations", iterations);
    if (current != null) {
      scalars.put("current.schema", (long) current.schema());
      current.arrays().forEach((name, array) -> arrays.put("current/" + name, array));
      current.scalars().forEach((name, value) -> scalars.put("current/" + name, value));
    }
    return new State(SCHEMA, arrays, scalars);
  }

  @Override
  public void restore(State snapshot) {
    if (snapshot.schema() != SCHEMA) {
      throw new RunException("the checkpoint has schema " + snapshot.schema() + ", this version reads " + SCHEMA);
    }
    results.restore(snapshot);
    cell = Math.toIntExact(snapshot.integer("cell"));
    done = snapshot.integer("done");
    iterations = snapshot.integer("iterations");
    if (snapshot.scalars().containsKey("current.schema")) {
      Map<String, Array> arrays = new TreeMap<>();
      Map<String, Object> scalars = new TreeMap<>();
      String prefix = "current/";
      snapshot.arrays().forEach((name, array) -> {
        if (name.startsWith(prefix)) {
          arrays.put(name.substring(prefix.length()), array);
        }
      });
      snapshot.scalars().forEach((name, value) -> {
        if (name.startsWith(prefix)) {
          scalars.put(name.substring(prefix.length()), value);
        }
      });
      current = new State(Math.toIntExact(snapshot.integer("current.schema")), arrays, scalars);
    }
  }

  @Override
  public List<Lease<?>> leases() {
    return parts.leases();
  }

  @Override
  public List<String> renewLeases() {
    List<String> changes = new ArrayList<>();
    if (!linalg.valid()) {
      Lease<LinearAlgebra> gone = linalg;
      linalg = parts.lease("linalg", LinearAlgebra.class, null, "fit.linalg");
      changes.add("linalg: " + gone.name() + " (" + gone.source().label() + ") was withdrawn, going on with "
          + linalg.name() + " (" + linalg.source().label() + ")");
    }
    models.replaceAll((label, model) -> renew(Estimator.class, model, changes));
    metrics.replaceAll((name, metric) -> renew(Metric.class, metric, changes));
    int before = changes.size();
    transforms.replaceAll(transform -> renew(Transform.class, transform, changes));
    if (changes.size() > before) {
      partOf = -1;
    }
    return changes;
  }

  private <P> P renew(Class<P> service, P old, List<String> changes) {
    LeasedParts.Part was = parts.part(old);
    if (was.lease().valid()) {
      return old;
    }
    P renewed = parts.renew(service, old);
    changes.add(was.slot() + ": " + was.lease().source().label() + " was withdrawn, going on with "
        + parts.part(renewed).lease().source().label());
    return renewed;
  }

  @Override
  public Map<String, Object> facts() {
    return data.facts();
  }

  @Override
  public Outcome outcome() {
    return new FitOutcome(file, parts, data, models, metrics, results).write();
  }

  @Override
  public void close() {
    parts.close();
  }
}
