package ansatz.cli.command.internal;

import ansatz.bundles.BundleLibrary;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Versions of bundles as trees for JSON. */
final class BundleTrees {
  private BundleTrees() {}

  static Map<String, Object> of(BundleVersion version) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", version.name());
    tree.put("version", version.version());
    tree.put("sha256", version.sha256());
    tree.put("state", version.state().name().toLowerCase(Locale.ROOT));
    tree.put("bytes", version.bytes());
    tree.put("installed", version.installed());
    tree.put("who", version.who());
    return tree;
  }

  static Map<String, Object> of(BundleLibrary.Entry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", entry.name());
    tree.put("version", entry.version());
    tree.put("status", entry.status());
    tree.put("inForce", entry.inForce());
    tree.put("sha256", entry.sha256());
    if (entry.installed() != null) {
      tree.put("installed", entry.installed().installed());
      tree.put("who", entry.installed().who());
      tree.put("bytes", entry.installed().bytes());
    }
    return tree;
  }

  static Map<String, Object> of(Generation generation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("generation", generation.number());
    tree.put("what", generation.what());
    tree.put("promoted", generation.promoted());
    return tree;
  }

  /** @param needy ids of runs that cannot be resumed without the version */
  static Map<String, Object> of(Usage usage, Set<String> needy) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", RunTrees.of(usage.run()));
    tree.put("neededToResume", needy.contains(usage.run().id()));
    List<Object> entries = new ArrayList<>();
    for (LedgerEntry entry : usage.entries()) {
      entries.add(Map.of("slot", entry.slot(), "fromStep", entry.fromStep(), "toStep", entry.toStep()));
    }
    tree.put("entries", entries);
    return tree;
  }

  static Map<String, Object> of(String process, Unloaded proof) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("process", process);
    tree.put("gone", proof.gone());
    tree.put("millis", proof.millis());
    tree.put("holder", proof.holder());
    return tree;
  }
}
