package ansatz.runner;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Folders of runs that died before the store knew of them: nothing of theirs was ever acknowledged. */
final class Orphans {
  private static final Duration GRACE = Duration.ofMinutes(10);

  private Orphans() {}

  /** Removes them, but for young ones, which another process may be about to record. */
  static void sweep(Home home, RunStore store) {
    if (!Files.isDirectory(home.runs())) {
      return;
    }
    try (Stream<Path> folders = Files.list(home.runs())) {
      for (Path folder : folders.filter(f -> f.getFileName().toString().matches("r-\\d{8}-\\d{6}-[0-9a-f]{4}"))
          .toList()) {
        boolean young = Files.getLastModifiedTime(folder).toInstant().isAfter(Instant.now().minus(GRACE));
        if (!young && store.find(folder.getFileName().toString()).isEmpty() && !RunLock.held(folder)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      throw new RunException(home.runs() + ": cannot be tidied: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
