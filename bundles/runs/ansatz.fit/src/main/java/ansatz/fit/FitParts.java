package ansatz.fit;

import ansatz.data.Transform;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.PartLabel;
import ansatz.experiment.RefusedException;
import ansatz.learn.Estimator;
import ansatz.learn.IterativeEstimator;
import ansatz.learn.Metric;
import ansatz.learn.State;
import ansatz.learn.Suggestion;
import ansatz.learn.Task;
import ansatz.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The parts of a fit as they are in force: linear algebra, models by label, transforms in order, metrics by name. */
final class FitParts implements AutoCloseable {
  private final LeasedParts leased;
  private final Task task;
  private final Map<String, Estimator> models;
  private final List<String> labels;
  private final List<Transform> transforms;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private Lease<LinearAlgebra> linalg;

  FitParts(FitFile file, LeasedParts leased, Task task) {
    this.leased = leased;
    this.task = task;
    this.linalg = leased.lease("linalg", LinearAlgebra.class, file.fit().linalg().orElse(null), "fit.linalg");
    this.models = new LinkedHashMap<>(file.fit().models());
    this.labels = List.copyOf(models.keySet());
    this.transforms = new ArrayList<>(file.data().transform().orElse(List.of()));
    models.forEach((label, model) -> checkTask(label, model, leased.part(model).name()));
  }

  /** Adds a metric, judged to be one of the task. */
  void metric(Metric metric) {
    String name = PartLabel.of(leased.part(metric).name()).name();
    checkTask(metric, name);
    if (metrics.putIfAbsent(name, metric) != null) {
      throw new ConfigException("metrics: '" + name + "' stands twice");
    }
  }

  private void checkTask(Metric metric, String name) {
    if (metric.task() != task) {
      throw new ConfigException("metrics: '" + name + "' judges " + word(metric.task()) + ", this is " + word(task)
          + " — remove it, or leave out 'metrics' for all that fit");
    }
  }

  private void checkTask(String label, Estimator model, String name) {
    if (!model.tasks().contains(task)) {
      throw new ConfigException("fit.models." + label + ": '" + name + "' learns "
          + String.join(", ", model.tasks().stream().map(FitParts::word).sorted().toList()) + ", but this is "
          + word(task) + " — remove it (~fit.models." + label + ") or change data.target or fit.task");
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  LinearAlgebra linalg() {
    return linalg.service();
  }

  List<String> labels() {
    return labels;
  }

  Estimator model(String label) {
    return models.get(label);
  }

  List<Transform> transforms() {
    return Collections.unmodifiableList(transforms);
  }

  Map<String, Metric> metrics() {
    return Collections.unmodifiableMap(metrics);
  }

  /** How a part was asked for, its config and its lease. */
  LeasedParts.Part part(Object made) {
    return leased.part(made);
  }

  /** The parts that configs of parts refer to. */
  LeasedParts leased() {
    return leased;
  }

  List<Lease<?>> leases() {
    return leased.leases();
  }

  Lease<?> lease(String slot) {
    return leased.lease(slot);
  }

  /** The outermost slot that a slot is in. */
  String root(String slot) {
    return leased.root(slot);
  }

  /** The slots of a model and of everything that all models share. */
  List<String> slots(String label) {
    List<String> slots = new ArrayList<>(List.of("data", "linalg"));
    for (Lease<?> lease : leased.leases()) {
      String root = leased.root(lease.slot());
      if (root.equals("model." + label) || root.startsWith("transform.") || root.startsWith("metric.")) {
        slots.add(lease.slot());
      }
    }
    return slots;
  }

  /** The slots, outer ones first, whose service is gone; the data are read and need nobody any more. */
  List<String> withdrawn() {
    return leased.leases().stream().filter(l -> !l.valid() && !l.slot().equals("data")).map(Lease::slot).toList();
  }

  /** {@code linalg}, {@code data}, {@code model}, {@code transform} or {@code metric}. */
  static String kind(String slot) {
    int dot = slot.indexOf('.');
    return dot < 0 ? slot : slot.substring(0, dot);
  }

  void requireReplaceable(String slot) {
    List<String> slots = leased.leases().stream().map(Lease::slot).toList();
    if (!slots.contains(slot)) {
      throw new ConfigException("this run has no slot '" + slot + "' — " + Suggestion.hint(slot, slots)
          + " (ansatz status RUN)");
    }
    if (slot.equals("data")) {
      throw new ConfigException(
          "slot data cannot be filled anew: the data are read once, at the start — for other data "
              + "start another run");
    }
  }

  /**
   * Prepares to fill a slot anew; nothing changes until it is kept.
   *
   * @param asked {@code name}, {@code name@version}, or null for the best there is
   */
  Change change(String slot, String asked) {
    Change change = new Change();
    try {
      change.fill(leased.root(slot), slot, asked);
      return change;
    } catch (RuntimeException | Error e) {
      change.close();
      throw e;
    }
  }

  /** Candidates for slots, made and checked. */
  final class Change implements AutoCloseable {
    private final LeasedParts draft = leased.draft();
    private final List<Runnable> steps = new ArrayList<>();
    private final Map<String, Estimator> candidates = new LinkedHashMap<>();

    private void fill(String root, String slot, String asked) {
      switch (kind(root)) {
        case "linalg" -> {
          Lease<LinearAlgebra> fresh = draft.lease(slot, LinearAlgebra.class, asked, slot);
          steps.add(() -> linalg = fresh);
        }
        case "model" -> model(root.substring("model.".length()), slot, asked);
        case "transform" -> transform(root, slot, asked);
        case "metric" -> metric(root.substring("metric.".length()), slot, asked);
        default -> throw new IllegalArgumentException(slot);
      }
    }

    private void model(String label, String slot, String asked) {
      Estimator candidate = leased.remake(draft, Estimator.class, models.get(label), slot, asked);
      checkTask(label, candidate, draft.part(candidate).name());
      candidates.put(label, candidate);
      steps.add(() -> models.put(label, candidate));
    }

    private void transform(String root, String slot, String asked) {
      for (int i = 0; i < transforms.size(); i++) {
        if (leased.part(transforms.get(i)).slot().equals(root)) {
          int index = i;
          Transform candidate = leased.remake(draft, Transform.class, transforms.get(i), slot, asked);
          steps.add(() -> transforms.set(index, candidate));
        }
      }
    }

    private void metric(String name, String slot, String asked) {
      Metric candidate = leased.remake(draft, Metric.class, metrics.get(name), slot, asked);
      String made = PartLabel.of(draft.part(candidate).name()).name();
      if (!made.equals(name)) {
        throw new ConfigException(
            "slot metric." + name + " cannot be filled by '" + made + "': results are kept by the "
                + "metric's name, so that only another version of it can take over (metric." + name + "=" + name
                + "@VERSION)");
      }
      checkTask(candidate, name);
      steps.add(() -> metrics.put(name, candidate));
    }

    /**
     * The state of a model in the middle of its cell, in the layout of the candidate that takes over.
     *
     * @throws RefusedException when it cannot be carried over
     */
    State carry(String label, State state) {
      Estimator candidate = candidates.get(label);
      if (candidate == null || state == null) {
        return state;
      }
      String slot = "model." + label;
      Estimator incumbent = models.get(label);
      Lease<?> from = leased.part(incumbent).lease();
      Lease<?> to = draft.part(candidate).lease();
      if (!from.name().equals(to.name()) || !(candidate instanceof IterativeEstimator)) {
        throw new RefusedException(
            slot + ": the state of '" + from.name() + "', in the middle of a fold, means nothing "
                + "to '" + to.name() + "' — it can begin with the next fold: --at fold");
      }
      return StateMigration.carry(state, incumbent, from.source(), candidate, to.source(), slot);
    }

    /** Puts the candidates in force and lets go of what they take the place of. */
    void keep() {
      leased.adopt(draft);
      steps.forEach(Runnable::run);
    }

    @Override
    public void close() {
      draft.close();
    }
  }

  @Override
  public void close() {
    leased.close();
  }
}
