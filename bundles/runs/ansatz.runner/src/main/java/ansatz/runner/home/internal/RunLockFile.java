package ansatz.runner.home.internal;

import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.LockedBundle;
import ansatz.experiment.Machine;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.Trees;
import ansatz.experiment.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code ansatz.lock} says: exactly which code, machine, data and seed a run started with. */
public final class RunLockFile {
  private RunLockFile() {}

  /**
   * The lock of a run that begins.
   *
   * @param distribution what the process was started from; empty where no framework runs: then nothing can be laid out again
   */
  public static Map<String, Object> tree(RunRow row, Experiment experiment, Work work, Registry registry,
      Optional<LaunchedDistribution> distribution) {
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
      slot.putAll(LockedBundle.of(lease.source()).tree());
      slots.put(lease.slot(), slot);
    }
    tree.put("slots", slots);
    List<LockedBundle> bundles = distribution.map(LaunchedDistribution::bundles).orElseGet(() -> running(registry));
    tree.put("bundles", bundles.stream().map(LockedBundle::tree).toList());
    distribution.ifPresent(each -> tree.put("dist", each.files()));
    return tree;
  }

  /**
   * Adds to the file that another process takes the run up, and where; says what differs from the start.
   */
  public static List<String> resumed(RunFolder folder, RunRow row, Work work, Registry registry) {
    try {
      Map<String, Object> tree = Trees.fromJson(folder.read(RunFolder.LOCK));
      requireSameData(row, tree, work);
      Map<String, Object> attempt = new LinkedHashMap<>();
      attempt.put("fromStep", row.step());
      attempt.put("machine", Machine.machine());
      attempt.put("jvm", Machine.jvm());
      attempt.put("bundles", running(registry).stream().map(LockedBundle::tree).toList());
      List<String> differences = Machine.differences(tree);
      List<Object> attempts = new ArrayList<>(tree.get("resumed") instanceof List<?> list ? list : List.of());
      attempts.add(attempt);
      tree.put("resumed", attempts);
      folder.write(RunFolder.LOCK, Trees.json(tree));
      return differences;
    } catch (IOException e) {
      throw new RefusedException("run " + row.name() + " cannot be resumed: " + RunFolder.LOCK + " cannot be read: "
          + e.getMessage());
    }
  }

  /** A run that has no checkpoint yet starts from its first step, but on the data that it was started with. */
  private static void requireSameData(RunRow row, Map<String, Object> tree, Work work) {
    Object then = tree.get("data") instanceof Map<?, ?> data ? data.get("fingerprint") : null;
    String now = String.valueOf(work.facts().get("fingerprint"));
    if (then != null && !then.equals(now)) {
      throw new RefusedException("run " + row.name() + " cannot be resumed: the data have changed since it started: "
          + "fingerprint was " + String.valueOf(then).substring(0, 12) + ", is " + now.substring(0, 12)
          + " — put the old data back, or start another run");
    }
  }

  private static List<LockedBundle> running(Registry registry) {
    return registry.bundles().stream().map(LockedBundle::of).toList();
  }
}
