package ansatz.cli.command.internal;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which code did which steps of a run, and which decision brought it in. */
record Provenance(RunFiles run) {
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
    tree.putAll(tree(entry.source()));
    tree.put("wiring", entry.source().wiring());
    tree.put("who", entry.who());
    tree.put("why", entry.why());
    return tree;
  }

  static Map<String, Object> tree(Swap swap) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("afterStep", swap.step());
    tree.put("slot", swap.slot());
    tree.put("what", swap.kind().word());
    tree.put("from", code(swap.fromPart(), swap.from()));
    tree.put("to", code(swap.toPart(), swap.to()));
    tree.put("provisional", swap.provisional());
    tree.put("who", swap.who());
    tree.put("why", swap.why());
    tree.put("detail", swap.detail());
    tree.put("checkpoint", swap.checkpoint().isEmpty() ? null : swap.checkpoint());
    tree.put("checkpointSha256", swap.checkpointSha256().isEmpty() ? null : swap.checkpointSha256());
    return tree;
  }

  private static Map<String, Object> code(String part, Source source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("part", part);
    tree.putAll(tree(source));
    return tree;
  }

  private static Map<String, Object> tree(Source source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bundle", source.bundle());
    tree.put("version", source.version());
    tree.put("sha256", source.sha256());
    return tree;
  }
}
