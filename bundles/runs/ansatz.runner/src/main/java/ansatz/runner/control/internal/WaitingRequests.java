package ansatz.runner.control.internal;

import ansatz.experiment.Disk;
import ansatz.experiment.RunException;
import ansatz.experiment.Swap;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that wait for the next fold, in the run's folder, so that whoever takes the run up asks them again.
 *
 * <p>What a request leads to is recorded in the store, in a transaction that knows nothing of this file: a request is done
 * when a change of its slot, or the refusal of one, was recorded after it was written down.
 */
final class WaitingRequests {
  /** In the run's folder; only where something waits. */
  static final String FILE = "waiting.json";

  private static final String WAITING = "waiting";
  private static final String RECORDED = "recorded";
  private static final String SLOT = "slot";

  private final Path file;
  private final Disk disk;
  private final List<Map<String, Object>> waiting = new ArrayList<>();

  WaitingRequests(Path folder, Disk disk) {
    this.file = folder.resolve(FILE);
    this.disk = disk;
  }

  /** The questions that are left of an earlier process. @param recorded changes of slots so far */
  List<Map<String, Object>> read(List<Swap> recorded) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      if (Trees.fromJson(disk.read(file)).get(WAITING) instanceof List<?> questions) {
        for (Object each : questions) {
          Map<String, Object> question = new LinkedHashMap<>();
          ((Map<?, ?>) each).forEach((key, value) -> question.put((String) key, value));
          if (!done(question, recorded)) {
            waiting.add(question);
          }
        }
      }
      return List.copyOf(waiting);
    } catch (IOException | ClassCastException e) {
      throw new RunException(file + " cannot be read: " + e.getMessage().lines().findFirst().orElse("no JSON")
          + " — delete it to go on without what waited "
          + "for the next fold", e);
    }
  }

  private static boolean done(Map<String, Object> question, List<Swap> recorded) {
    int before = question.get(RECORDED) instanceof Number number ? number.intValue() : 0;
    return recorded.stream().skip(before).anyMatch(swap -> swap.slot().equals(question.get(SLOT))
        && (swap.kind() == Swap.Kind.SWAPPED || swap.kind() == Swap.Kind.UNDONE || swap.kind() == Swap.Kind.REFUSED));
  }

  /** Writes a question down, durably. @param recorded number of changes of slots so far */
  void add(Map<String, Object> question, int recorded) {
    Map<String, Object> entry = new LinkedHashMap<>(question);
    entry.putIfAbsent(RECORDED, recorded);
    waiting.removeIf(each -> each.get(SLOT).equals(question.get(SLOT)));
    waiting.add(entry);
    write();
  }

  /** What waited for a slot has been seen to. */
  void remove(String slot) {
    if (waiting.removeIf(each -> slot.equals(each.get(SLOT)))) {
      write();
    }
  }

  /** A question that was read cannot be asked any more. */
  void drop(Map<String, Object> question) {
    if (waiting.remove(question)) {
      write();
    }
  }

  private void write() {
    try {
      if (waiting.isEmpty()) {
        disk.delete(file);
        disk.forceFolder(file.getParent());
      } else {
        disk.replace(file, Trees.json(Map.of(WAITING, waiting)));
      }
    } catch (IOException e) {
      throw new RunException("what waits for the next fold could not be written down: " + file + ": " + e.getMessage(),
          e);
    }
  }
}
