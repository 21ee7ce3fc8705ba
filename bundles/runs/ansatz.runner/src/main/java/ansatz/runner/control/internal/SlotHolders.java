package ansatz.runner.control.internal;

import ansatz.experiment.Lease;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.util.ArrayList;
import java.util.List;

/** The slots of a run that need a version of a bundle: by their lease, by its wiring, or as one to go back to. */
final class SlotHolders {
  private SlotHolders() {}

  /** @param label {@code name@version} */
  static List<String> of(StepBoundary boundary, String label) {
    List<String> holders = new ArrayList<>();
    for (Lease<?> lease : boundary.work().leases()) {
      if (needs(lease.source(), label)) {
        holders.add(lease.slot());
      }
    }
    for (Swap swap : boundary.guarded()) {
      if (needs(swap.from(), label)) {
        String kept = swap.slot() + " (kept to go back to)";
        if (!holders.contains(kept)) {
          holders.add(kept);
        }
      }
    }
    return holders;
  }

  private static boolean needs(Source source, String label) {
    return label.equals(source.bundle() + "@" + source.version()) || source.wiring().containsKey(label);
  }
}
