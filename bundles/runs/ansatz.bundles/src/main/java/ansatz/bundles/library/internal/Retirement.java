package ansatz.bundles.library.internal;

import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks every running process to unload a version and to prove that it is gone. */
final class Retirement {
  private final Neighbours neighbours;

  Retirement(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /**
   * @param asked runs that were asked already; those asked now are added
   * @return proofs by process, of those that had loaded it
   * @throws RefusedException when somebody holds it
   */
  Map<String, Unloaded> unload(String label, Set<String> asked) {
    Map<String, Unloaded> proofs = new LinkedHashMap<>();
    for (RunRow run : running()) {
      if (!asked.add(run.id())) {
        continue;
      }
      try {
        Map<String, Object> answer = neighbours.ask(run, Map.of("command", "retire", "label", label));
        Unloaded proof = proof(label, answer);
        String process = String.valueOf(answer.get("pid"));
        if (proof.wasLoaded()) {
          proofs.put(process, proof);
          require(proof, "process " + process + " (run " + run.name() + ")");
        }
      } catch (RefusedException e) {
        if (isRunning(run)) {
          throw new RefusedException("not retired: " + e.getMessage());
        }
      }
    }
    return proofs;
  }

  /** @throws RefusedException when it is not gone */
  static void require(Unloaded proof, String process) {
    if (proof.wasLoaded() && !proof.gone()) {
      throw new RefusedException(proof.label() + " is not retired: " + process + " still holds its classes: "
          + proof.holder() + " — end that process, then retire it again");
    }
  }

  private List<RunRow> running() {
    return neighbours.runs().stream().filter(run -> run.state() == RunState.RUNNING).toList();
  }

  private boolean isRunning(RunRow run) {
    Set<String> ids = new HashSet<>();
    running().forEach(each -> ids.add(each.id()));
    return ids.contains(run.id());
  }

  private static Unloaded proof(String label, Map<String, Object> answer) {
    return new Unloaded(label, Boolean.TRUE.equals(answer.get("wasLoaded")), Boolean.TRUE.equals(answer.get("gone")),
        answer.get("millis") instanceof Number millis ? millis.longValue() : 0,
        String.valueOf(answer.getOrDefault("holder", "")));
  }
}
