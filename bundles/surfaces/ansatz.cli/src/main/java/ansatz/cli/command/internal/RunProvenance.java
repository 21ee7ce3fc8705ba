package ansatz.cli.command.internal;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.LockedBundle;
import ansatz.experiment.Swap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which code did which steps of a run, and which decision brought it in. */
record RunProvenance(RunFiles run) {
  private static final int SHORT = 12;

  /** Enough of a digest to tell it from others. */
  static String brief(String sha256) {
    return sha256.substring(0, Math.min(SHORT, sha256.length()));
  }

  /** What filled the slots at a step, in the end: steps that were done again belong to who did them last. */
  List<LedgerEntry> at(long step) {
    return LedgerEntry.last(run.ledger()).stream().filter(e -> e.fromStep() <= step && step <= e.toStep()).toList();
  }

  /** The change that brought in the code of an entry; empty where the run began with it or took it up again. */
  Optional<Swap> origin(LedgerEntry entry) {
    return run.swaps().stream()
        .filter(swap -> swap.changed() && swap.slot().equals(entry.slot()) && swap.step() < entry.fromStep()
            && swap.to().sha256().equals(entry.source().sha256()))
        .reduce((_, later) -> later);
  }

  /** Everything that was tried between the step before and a step, refusals too. */
  List<Swap> tried(long step) {
    return run.swaps().stream().filter(swap -> swap.step() == step - 1).toList();
  }

  static Map<String, Object> tree(LedgerEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("slot", entry.slot());
    tree.put("from", entry.fromStep());
    tree.put("to", entry.toStep());
    tree.put("part", entry.part());
    tree.putAll(LockedBundle.of(entry.source()).tree());
    tree.put("wiring", entry.source().wiring());
    tree.put("who", entry.who());
    tree.put("why", entry.why());
    return tree;
  }
}
