package ansatz.fit;

import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.PartLabel;
import ansatz.experiment.Point;
import ansatz.experiment.Registry;
import ansatz.experiment.RefusedException;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A fit under way: cells (fold, model), fold by fold, each one step, or one step an iteration where the estimator is
 * iterative.
 *
 * <p>A step that throws has changed nothing. No part is known here but through {@link FitParts}, so that what a slot no
 * longer holds is held by nobody.
 */
final class FitWork implements Work {
  private static final int SCHEMA = 1;
  private static final double MAX_SQUARED = 1e150;

  private final String name;
  private final long seed;
  private final FitFile.Validation validation;
  private final FitData data;
  private final FitParts parts;
  private FitResults results;

  private long done;
  private int cell;
  /** State of the iterative estimator in the middle of its cell, else null. */
  private State current;
  private long iterations;
  private int partOf = -1;
  private FitData.Part part;

  FitWork(FitFile file, LeasedParts leased, Registry registry) {
    this.name = file.name();
    this.seed = file.seed();
    this.validation = file.fit().validation();
    this.data = FitData.read(file, leased, registry);
    this.parts = new FitParts(file, leased, data.task);
    this.results = new FitResults(data.folds, data.table.size());
    file.metrics().ifPresentOrElse(given -> given.forEach(parts::metric), () -> naturalMetrics(leased, registry));
  }

  @Override
  public void prepare() {
    part(0);
  }

  private static Metric plain(Offer<MetricFactory> offer) {
    return offer.service().create(Params.of(offer.service().config()));
  }

  /** All that fit the task; what has no direction cannot rank, so it comes last. */
  private void naturalMetrics(LeasedParts leased, Registry registry) {
    registry.offers(MetricFactory.class).stream()
        .filter(o -> plain(o).task() == data.task)
        .sorted(Comparator.comparing(o -> plain(o).better() == Better.NOMINAL))
        .forEach(o -> parts.metric(leased.create(Metric.class, o.name(), Map.of(), "metrics." + o.name())));
  }

  private int models() {
    return parts.labels().size();
  }

  private int cells() {
    return models() * data.folds.size();
  }

  private int fold() {
    return cell / models();
  }

  private String label() {
    return parts.labels().get(cell % models());
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public long total() {
    long total = done;
    for (int c = cell; c < cells(); c++) {
      String label = parts.labels().get(c % models());
      total += parts.model(label) instanceof IterativeEstimator iterative
          ? Math.max(1, expected(label, iterative, c) - (c == cell ? iterations : 0))
          : 1;
    }
    return total;
  }

  /** Iterations a cell will take: as many as the model took on average so far, else its maximum. */
  private long expected(String label, IterativeEstimator model, int c) {
    long folds = c / models();
    long steps = results.steps(label);
    return folds == 0 || steps == 0 ? model.maxSteps() : Math.ceilDiv(steps, folds);
  }

  @Override
  public boolean finished() {
    return cell == cells();
  }

  @Override
  public List<String> slots() {
    return parts.slots(label());
  }

  @Override
  public StepReport step() {
    int fold = fold();
    String label = label();
    List<String> slots = slots();
    try {
      Advance advance = advance(parts.model(label), label, fold);
      String place = place();
      advance.keep();
      return new StepReport(done, advance.next != null ? place + " iteration " + advance.iteration : place, slots,
          advance.points, advance.next == null);
    } catch (IllegalArgumentException e) {
      throw new RunException("model." + label + " failed on fold " + (fold + 1) + ": " + e.getMessage() + extreme(fold),
          e);
    }
  }

  /** What may have caused a failure: training numbers whose squares are no double. */
  private String extreme(int fold) {
    if (partOf != fold) {
      return "";
    }
    Examples training = part.training();
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

  /** What a step came to, with nothing of it in force: the state to go on with, or the results of a finished cell. */
  private final class Advance {
    private final List<Point> points = new ArrayList<>();
    private final FitResults given = results.copy();
    private long iteration;
    private State next;

    private void keep() {
      done++;
      if (next != null) {
        current = next;
        iterations = iteration;
        return;
      }
      results = given;
      current = null;
      iterations = 0;
      cell++;
    }
  }

  private Advance advance(Estimator model, String label, int fold) {
    Context context = new Context(parts.linalg(), new Key(seed).fold("model").fold(label).fold(fold));
    String series = label + "/fold-" + (fold + 1);
    FitData.Part rows = part(fold);
    Advance advance = new Advance();
    advance.iteration = iterations + 1;
    State state;
    if (model instanceof IterativeEstimator iterative) {
      State before = current == null ? iterative.init(context, rows.training()) : current;
      state = iterative.converged(before) ? before : iterative.step(context, rows.training(), before);
      IterativeEstimator.Objective objective = iterative.objective(state);
      advance.points.add(new Point(advance.iteration, series, objective.name(), objective.value()));
      if (!iterative.converged(state)) {
        advance.next = state;
        return advance;
      }
      advance.given.objective(label, objective);
    } else {
      state = model.fit(context, rows.training());
    }
    judge(advance, model, context, state, fold, label, series);
    advance.given.steps(label, advance.iteration);
    return advance;
  }

  private void judge(Advance advance, Estimator model, Context context, State state, int fold, String label,
      String series) {
    FitData.Part rows = part(fold);
    Prediction prediction = model.predict(context, state, rows.test().x());
    advance.given.prediction(label, fold, prediction);
    Target truth = data.truth.rows(data.folds.get(fold).test());
    parts.metrics().forEach((metricName, metric) -> {
      double value = metric.of(truth, prediction);
      advance.given.score(metricName, label, fold, value);
      if (!Double.isNaN(value)) {
        advance.points.add(new Point(advance.iteration, series, metricName, value));
      }
    });
    if (fold == 0) {
      advance.given.summary(label, model.summary(state, rows.training()));
      advance.given.provenance(label, model.provenance(state));
    }
  }

  private FitData.Part part(int fold) {
    if (partOf != fold) {
      part = data.part(fold, parts.transforms());
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
      current.arrays().forEach((key, array) -> arrays.put("current/" + key, array));
      current.scalars().forEach((key, value) -> scalars.put("current/" + key, value));
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
    current = null;
    if (snapshot.scalars().containsKey("current.schema")) {
      Map<String, Array> arrays = new TreeMap<>();
      Map<String, Object> scalars = new TreeMap<>();
      String prefix = "current/";
      snapshot.arrays().forEach((key, array) -> {
        if (key.startsWith(prefix)) {
          arrays.put(key.substring(prefix.length()), array);
        }
      });
      snapshot.scalars().forEach((key, value) -> {
        if (key.startsWith(prefix)) {
          scalars.put(key.substring(prefix.length()), value);
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
    for (String slot : parts.withdrawn()) {
      Lease<?> gone = parts.lease(slot);
      if (gone == null || gone.valid()) {
        continue;
      }
      Lease<?> now = fill(slot, slot.equals("linalg") ? null : gone.name());
      String going = gone.name().equals(now.name()) ? "" : now.name() + ", ";
      changes.add(slot + ": " + gone.name() + " (" + gone.source().label() + ") was withdrawn, going on with " + going
          + now.source().label());
    }
    return changes;
  }

  @Override
  public Optional<String> waitsFor(String slot, Moment moment) {
    parts.requireReplaceable(slot);
    String root = parts.root(slot);
    return switch (FitParts.kind(root)) {
      case "metric" -> iterations == 0 ? Optional.empty() : next(slot, cell + 1, place());
      case "transform" -> iterations == 0 && cell % models() == 0
          ? Optional.empty()
          : next(slot, (fold() + 1) * models(), "fold " + ordinal());
      case "model" -> moment == Moment.STEP || !making(root)
          ? Optional.empty()
          : next(slot, cell + models(), place());
      default -> moment == Moment.STEP || iterations == 0 ? Optional.empty() : next(slot, cell + 1, place());
    };
  }

  /** @param first the first cell that takes a slot filled anew, if there is one */
  private Optional<String> next(String slot, int first, String over) {
    if (first >= cells()) {
      throw new RefusedException("slot " + slot + " is not filled anew any more: nothing that it is for begins after "
          + over);
    }
    return Optional.of(over);
  }

  /** Whether a model is in the middle of a fold. */
  private boolean making(String root) {
    return iterations > 0 && root.equals("model." + label());
  }

  @Override
  public void restart(String slot) {
    if (making(parts.root(slot))) {
      current = null;
    }
  }

  /** {@code ridge fold 2/3}. */
  private String place() {
    return label() + " fold " + ordinal();
  }

  private String ordinal() {
    return (fold() + 1) + "/" + data.folds.size();
  }

  @Override
  public Lease<?> replace(String slot, String asked) {
    parts.requireReplaceable(slot);
    return fill(slot, PartLabel.inForce(asked));
  }

  /** Fills a slot anew and carries the state over; all or nothing. */
  private Lease<?> fill(String slot, String asked) {
    try (FitParts.Change change = parts.change(slot, asked)) {
      State carried = current == null ? null : change.carry(label(), current);
      change.keep();
      current = carried;
      if (FitParts.kind(slot).equals("transform")) {
        partOf = -1;
        part = null;
      }
    }
    return parts.lease(slot);
  }

  @Override
  public Optional<Boolean> higherIsBetter(String metric) {
    Metric judged = parts.metrics().get(metric);
    if (judged != null) {
      return judged.better() == Better.NOMINAL ? Optional.empty() : Optional.of(judged.better() == Better.HIGHER);
    }
    if (current != null && parts.model(label()) instanceof IterativeEstimator iterative) {
      IterativeEstimator.Objective objective = iterative.objective(current);
      if (objective.name().equals(metric)) {
        return Optional.of(objective.higherIsBetter());
      }
    }
    return parts.labels().stream().map(results::objective).filter(o -> o != null && o.get("name").equals(metric))
        .map(o -> (Boolean) o.get("higherIsBetter")).findFirst();
  }

  @Override
  public Map<String, Object> facts() {
    return data.facts();
  }

  @Override
  public Outcome outcome() {
    return new FitOutcome(name, seed, validation, parts, data, results).write();
  }

  @Override
  public void close() {
    parts.close();
  }
}
