package ansatz.runner.supervision.internal;

import ansatz.experiment.Disk;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import ansatz.runner.checkpoint.internal.SlotBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@link Supervisor} left in the run's folder for whoever takes it up: which code in which slot hung or ended the
 * process.
 */
public record Restart(String slot, String bundle, String version, String reason) {
  public static Optional<Restart> read(Path folder, Disk disk) {
    Path file = folder.resolve(Supervisor.FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> tree = Trees.fromJson(disk.read(file));
      return Optional.of(new Restart((String) tree.get("slot"), (String) tree.get("bundle"),
          (String) tree.get("version"), "step " + tree.get("step") + " " + tree.get("reason")));
    } catch (IOException e) {
      throw new RunException(
          file + " cannot be read: " + e.getMessage() + " — delete it to resume with the code that the "
              + "last checkpoint names",
          e);
    }
  }

  /** Whether that code is what fills the slot. */
  public boolean names(SlotBinding filling) {
    return filling.bundle().equals(bundle) && filling.version().equals(version);
  }

  /** It has been seen to. */
  public static void clear(Path folder, Disk disk) {
    try {
      disk.delete(folder.resolve(Supervisor.FILE));
      disk.forceFolder(folder);
    } catch (IOException e) {
      throw new RunException(folder.resolve(Supervisor.FILE) + " could not be removed: " + e.getMessage(), e);
    }
  }
}
