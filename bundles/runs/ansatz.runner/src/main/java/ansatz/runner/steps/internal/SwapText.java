package ansatz.runner.steps.internal;

import ansatz.experiment.Lease;
import ansatz.experiment.PartLabel;
import ansatz.experiment.Replacement;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import java.util.Optional;
import java.util.TreeMap;

/** What is said of swaps. */
final class SwapText {
  private static final Source NOBODY = new Source("", "", "", new TreeMap<>());

  private SwapText() {}

  /** {@code swapped model.x: ansatz.regression 1.0.0 → 1.0.1 after step 41, pause 6 ms}. */
  static String line(Swap swap, long millis) {
    String what = switch (swap.kind()) {
      case SWAPPED -> "swapped ";
      case UNDONE -> "took back ";
      case ROLLED_BACK, RESTARTED -> "rolled back ";
      case REFUSED -> "refused ";
    };
    boolean same = swap.from().bundle().equals(swap.to().bundle());
    return what + swap.slot() + ": " + swap.from().label() + " → " + (same ? swap.to().version() : swap.to().label())
        + " after step " + swap.step() + ", pause " + millis + " ms"
        + (swap.kind() == Swap.Kind.ROLLED_BACK || swap.kind() == Swap.Kind.RESTARTED ? " (" + swap.why() + ")" : "");
  }

  /** Why the ledger's next entry of the slot is another one. */
  static String why(Swap swap) {
    String kind = switch (swap.kind()) {
      case SWAPPED -> "swap";
      case UNDONE -> "undo";
      case ROLLED_BACK -> "rolled back";
      case RESTARTED -> "restarted";
      case REFUSED -> "refused";
    };
    return swap.why().isEmpty() ? kind : kind + ": " + swap.why();
  }

  /** A replacement that was not made; of the candidate nothing is known but what was asked for. */
  static Swap refused(Replacement asked, Work work, String reason, String detail) {
    Optional<Lease<?>> lease = work.leases().stream().filter(l -> l.slot().equals(asked.slot())).findFirst();
    PartLabel wanted = PartLabel.of(asked.part());
    Source to = wanted.versioned()
        ? new Source(lease.map(l -> l.source().bundle()).orElse(""), wanted.version(), "", new TreeMap<>())
        : NOBODY;
    return new Swap(work.done(), asked.slot(), Swap.Kind.REFUSED, lease.map(Lease::name).orElse(""),
        lease.map(Lease::source).orElse(NOBODY), wanted.name(), to, asked.provisional(), asked.who(), reason, detail,
        "",
        "");
  }
}
