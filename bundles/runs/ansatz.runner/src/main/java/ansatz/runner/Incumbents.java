package ansatz.runner;

import ansatz.experiment.Swap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The swaps in force, each of which can be taken back: what filled the slot before is its incumbent. Taking one back
 * uncovers the one before it.
 */
final class Incumbents {
  private final List<Swap> inForce = new ArrayList<>();

  /** Takes note of what happened. */
  void add(Swap swap) {
    switch (swap.kind()) {
      case SWAPPED -> inForce.add(swap);
      case UNDONE, ROLLED_BACK, RESTARTED -> newest(List.of(swap.slot())).ifPresent(inForce::remove);
      case REFUSED -> {
      }
    }
  }

  /** The newest swap in force of one of these slots. */
  Optional<Swap> newest(List<String> slots) {
    return inForce.reversed().stream().filter(swap -> slots.contains(swap.slot())).findFirst();
  }

  boolean isEmpty() {
    return inForce.isEmpty();
  }

  /** The newest swap in force of each slot, oldest first. */
  List<Swap> tops() {
    return inForce.stream().filter(swap -> newest(List.of(swap.slot())).orElseThrow() == swap).toList();
  }
}
