package ansatz.backend.jvm.internal.plan;

import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which step has to wait for which. */
final class Order {
  private static final Comparator<Step> LONG_TASKS_FIRST = Comparator
      .comparingDouble(step -> -step.nanos() / step.tasks());

  private final List<Step> steps = new ArrayList<>();
  private final Map<Tensor, Step> writers = new HashMap<>();
  private final Map<Tensor, Set<Step>> readers = new HashMap<>();
  private final Map<Step, Set<Step>> further = new IdentityHashMap<>();
  /** What steps wait for, as far as it has been asked for since something was added. */
  private final Map<Step, Set<Step>> before = new IdentityHashMap<>();

  Order(List<Step> steps) {
    for (Step step : steps) {
      add(step);
    }
  }

  void add(Step step) {
    steps.add(step);
    for (Tensor array : step.writes()) {
      writers.put(array, step);
    }
    for (Tensor array : step.reads()) {
      Set<Step> others = readers.get(array);
      if (others == null) {
        others = identitySet();
        readers.put(array, others);
      }
      others.add(step);
    }
    before.clear();
  }

  /** Steps are compared as things, not by what they consist of. */
  private static Set<Step> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** The step that makes an array; null of inputs and constants. */
  Step writer(Tensor array) {
    return writers.get(array);
  }

  Set<Step> readers(Tensor array) {
    return readers.getOrDefault(array, Set.of());
  }

  /** Has a step wait for others too. */
  void after(Step step, Set<Step> others) {
    Set<Step> waits = identitySet();
    waits.addAll(further.getOrDefault(step, Set.of()));
    waits.addAll(others);
    waits.remove(step);
    further.put(step, waits);
    before.remove(step);
  }

  private Set<Step> before(Step step) {
    Set<Step> known = before.get(step);
    if (known == null) {
      known = identitySet();
      known.addAll(further.getOrDefault(step, Set.of()));
      for (Tensor array : step.reads()) {
        Step writer = writers.get(array);
        if (writer != null && writer != step) {
          known.add(writer);
        }
      }
      before.put(step, known);
    }
    return known;
  }

  /** Whether a step waits for another, directly or by others. */
  boolean dependsOn(Step step, Step other) {
    Set<Step> seen = identitySet();
    List<Step> pending = new ArrayList<>(before(step));
    while (!pending.isEmpty()) {
      Step next = pending.removeLast();
      if (next == other) {
        return true;
      }
      if (seen.add(next)) {
        pending.addAll(before(next));
      }
    }
    return false;
  }

  /**
   * Steps in waves: each as early as it can be; those of long tasks begin, so that threads end at the same time.
   *
   * @param late whether loops wait until what they make is needed, where that spares memory
   */
  List<List<Step>> waves(boolean late) {
    Map<Step, Integer> levels = new IdentityHashMap<>();
    for (Step step : steps) {
      level(step, levels);
    }
    if (late) {
      delay(levels);
    }
    List<List<Step>> waves = new ArrayList<>();
    for (Step step : steps) {
      int level = levels.get(step);
      while (waves.size() <= level) {
        waves.add(new ArrayList<>());
      }
      waves.get(level).add(step);
    }
    for (List<Step> wave : waves) {
      wave.sort(LONG_TASKS_FIRST);
    }
    return waves;
  }

  /** Moves loops to just before the first step that waits for them, last ones first. */
  private void delay(Map<Step, Integer> levels) {
    Map<Step, Integer> latest = new IdentityHashMap<>();
    for (Step step : steps.stream().sorted(Comparator.comparingInt((Step step) -> -levels.get(step))).toList()) {
      int level = latest.getOrDefault(step, levels.get(step));
      if (step instanceof Step.Pass && level > levels.get(step) && spares(step, level, levels)) {
        levels.put(step, level);
      }
      before(step).forEach(other -> latest.merge(other, levels.get(step) - 1, Math::min));
    }
  }

  /** Whether a step makes more than has to be kept for it if it is done at another level. */
  private boolean spares(Step step, int level, Map<Step, Integer> levels) {
    long kept = step.reads().stream().filter(array -> writer(array) != null && readers(array).stream()
        .noneMatch(reader -> reader != step && levels.get(reader) >= level)).mapToLong(Order::bytes).sum();
    return kept <= step.writes().stream().mapToLong(Order::bytes).sum();
  }

  private static long bytes(Tensor array) {
    return array.type().bytes();
  }

  private void level(Step step, Map<Step, Integer> levels) {
    List<Step> pending = new ArrayList<>(List.of(step));
    while (!pending.isEmpty()) {
      Step next = pending.getLast();
      int level = 0;
      int known = pending.size();
      for (Step other : before(next)) {
        Integer behind = levels.get(other);
        if (behind == null) {
          pending.add(other);
        } else {
          level = Math.max(level, behind + 1);
        }
      }
      if (pending.size() == known) {
        pending.removeLast();
        levels.putIfAbsent(next, level);
      }
    }
  }
}
