package ansatz.runner;

import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.Registry;
import ansatz.experiment.RunRow;
import ansatz.experiment.Source;
import ansatz.experiment.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code ansatz.lock} says: exactly which code, machine, data and seed a run started with. */
final class RunLockFile {
  private RunLockFile() {}

  static Map<String, Object> tree(RunRow row, Experiment experiment, Work work, Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ansatz", 1);
    tree.put("run", row.id());
    tree.put("name", row.name());
    tree.put("experiment", experiment.name());
    tree.put("seed", experiment.seed());
    tree.put("config", row.configDigest());
    tree.put("data", work.facts());
    tree.put("machine", Machine.machine());
    tree.put("jvm", Machine.jvm());
    Map<String, Object> slots = new LinkedHashMap<>();
    for (Lease<?> lease : work.leases()) {
      Map<String, Object> slot = new LinkedHashMap<>();
      slot.put("part", lease.name());
      slot.putAll(bundle(lease.source()));
      slots.put(lease.slot(), slot);
    }
    tree.put("slots", slots);
    List<Object> bundles = new ArrayList<>();
    registry.bundles().forEach(b -> bundles.add(bundle(b)));
    tree.put("bundles", bundles);
    return tree;
  }

  private static Map<String, Object> bundle(Source source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bundle", source.bundle());
    tree.put("version", source.version());
    tree.put("sha256", source.sha256());
    return tree;
  }
}
