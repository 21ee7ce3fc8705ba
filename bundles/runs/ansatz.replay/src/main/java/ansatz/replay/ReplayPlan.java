package ansatz.replay;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Replacement;
import ansatz.experiment.Replacement.Planned;
import ansatz.experiment.RunFiles;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to happen again, and after which steps, so that every step is done by the code that did it: the changes that
 * were recorded, and whatever else the ledger says, such as parts that were withdrawn.
 */
final class ReplayPlan {
  private ReplayPlan() {}

  static List<Planned> of(RunFiles run) {
    List<Planned> plan = new ArrayList<>();
    for (Swap swap : run.swaps()) {
      if (swap.changed()) {
        plan.add(planned(swap.step(), swap.slot(), swap.toPart(), swap.to(), swap.kind(),
            swap.kind().word() + (swap.why().isEmpty() ? "" : ": " + swap.why())));
      }
    }
    Map<String, LedgerEntry> before = new HashMap<>();
    for (LedgerEntry entry : run.ledger()) {
      LedgerEntry last = before.put(entry.slot(), entry);
      if (last != null && !same(last, entry) && !explained(run, last, entry)) {
        plan.add(planned(entry.fromStep() - 1, entry.slot(), entry.part(), entry.source(), Swap.Kind.SWAPPED,
            entry.why()));
      }
    }
    // Stable: changes at one boundary stay in the order in which they were recorded.
    plan.sort(Comparator.comparingLong(Planned::step));
    return List.copyOf(plan);
  }

  private static boolean same(LedgerEntry a, LedgerEntry b) {
    return a.part().equals(b.part()) && a.source().sha256().equals(b.source().sha256());
  }

  /** Whether a recorded change brought in the code of an entry. */
  private static boolean explained(RunFiles run, LedgerEntry last, LedgerEntry entry) {
    return run.swaps().stream()
        .anyMatch(swap -> swap.changed() && swap.slot().equals(entry.slot()) && swap.step() < entry.fromStep()
            && swap.step() >= last.fromStep() - 1 && swap.to().sha256().equals(entry.source().sha256()));
  }

  private static Planned planned(long step, String slot, String part, Source source,
      Swap.Kind kind, String why) {
    return new Planned(step,
        new Replacement(slot, part + "@" + source.version(), true, System.getProperty("user.name"), "replay, " + why),
        kind == Swap.Kind.ROLLED_BACK || kind == Swap.Kind.RESTARTED ? Swap.Kind.ROLLED_BACK : Swap.Kind.SWAPPED);
  }
}
