package ansatz.runner.steps.internal;

import ansatz.experiment.Swap;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The swaps in force, each of which can be taken back: what filled the slot before is its incumbent. Taking one back
 * uncovers the one before it.
 *
 * <p>A swap is provisional until made permanent: it is <em>settled</em> once {@value #STEPS} steps were done with it and
 * its version is promoted, and so is then every earlier one of its slot. Of a settled swap only the names are kept.
 */
final class Incumbents {
  /** Steps that a candidate has to do, and between two questions whether it is promoted. */
  static final int STEPS = 20;

  private static final String METRIC = "metric.";

  private final List<Swap> inForce = new ArrayList<>();
  private final Map<Swap, Trial> trials = new IdentityHashMap<>();
  private List<Swap> unsettled = List.of();

  /** What a candidate has done so far. */
  private static final class Trial {
    private int steps;
    private boolean used;
  }

  /** Takes note of what happened. */
  void add(Swap swap) {
    switch (swap.kind()) {
      case SWAPPED -> {
        inForce.add(swap);
        trials.put(swap, new Trial());
      }
      case UNDONE, ROLLED_BACK, RESTARTED -> newest(swap.slot()).ifPresent(taken -> {
        inForce.removeIf(each -> each == taken);
        trials.remove(taken);
      });
      case REFUSED -> {
        return;
      }
    }
    look();
  }

  /** The newest swap in force of a slot. */
  Optional<Swap> newest(String slot) {
    return inForce.reversed().stream().filter(swap -> swap.slot().equals(slot)).findFirst();
  }

  /** The newest swap of one of these slots that is not settled. */
  Optional<Swap> suspect(List<String> slots) {
    return unsettled.isEmpty()
        ? Optional.empty()
        : unsettled.reversed().stream().filter(swap -> slots.contains(swap.slot())).findFirst();
  }

  /** The swaps that are not settled, oldest first. */
  List<Swap> unsettled() {
    return unsettled;
  }

  /**
   * A step was done by these slots; a metric has to have been used, which it is at milestones only.
   *
   * @param promoted whether a swap's version is what new work uses
   * @return the swaps that are settled since
   */
  List<Swap> stepped(List<String> slots, boolean milestone, Predicate<Swap> promoted) {
    if (unsettled.isEmpty()) {
      return List.of();
    }
    List<Swap> settled = new ArrayList<>();
    for (Swap swap : unsettled) {
      if (slots.contains(swap.slot()) && newest(swap.slot()).orElseThrow() == swap) {
        Trial trial = trials.get(swap);
        trial.used |= milestone || !swap.slot().startsWith(METRIC);
        if (++trial.steps % STEPS == 0 && trial.used && promoted.test(swap)) {
          settled.add(swap);
        }
      }
    }
    if (!settled.isEmpty()) {
      settled.forEach(swap -> trials.keySet().removeIf(each -> each.slot().equals(swap.slot())));
      look();
    }
    return settled;
  }

  private void look() {
    unsettled = inForce.stream().filter(trials::containsKey).toList();
  }
}
