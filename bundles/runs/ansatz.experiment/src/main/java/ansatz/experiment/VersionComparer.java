package ansatz.experiment;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Runs one experiment under two versions of a part and says what that changes; a service. */
@ProviderType
public interface VersionComparer {
  /**
   * Two ordinary runs with the same seeds and data order; the slot is filled with the one or the other part before the
   * first step.
   *
   * @param slot {@code linalg}, {@code model.ridge}
   * @param a {@code name[@version]} for the first run
   * @param b for the second
   * @throws ConfigException for an experiment, slot or part that cannot be
   * @throws RefusedException when one of the runs was stopped, saying how to go on, or a part failed and was taken back,
   *   naming part, step and what happened
   */
  VersionComparison compare(Path file, List<String> overrides, String slot, String a, String b, Runner.Watcher watcher);
}
