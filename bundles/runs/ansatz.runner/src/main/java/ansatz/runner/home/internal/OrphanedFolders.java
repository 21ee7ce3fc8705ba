package ansatz.runner.home.internal;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folders of runs that died before the store knew of them: nothing of theirs was ever acknowledged. */
public final class OrphanedFolders {
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final System.Logger LOG = System.getLogger(OrphanedFolders.class.getName());

  private OrphanedFolders() {}

  /**
   * Removes them, but for young ones, which another process may be about to record. Tidying never hinders a run: what
   * cannot be removed is logged and left to the next one.
   */
  public static void sweep(Home home, RunStore store) {
    if (!Files.isDirectory(home.runs())) {
      return;
    }
    try {
      List<Path> old = oldFolders(home);
      // Asked after the folders were listed, so that a run recorded in between is known.
      Set<String> known = store.list().stream().map(RunRow::id).collect(Collectors.toSet());
      old.stream().filter(folder -> !known.contains(folder.getFileName().toString())).forEach(OrphanedFolders::sweep);
    } catch (IOException | UncheckedIOException | RunException e) {
      LOG.log(Level.WARNING, home.runs() + ": cannot be tidied: " + e);
    }
  }

  private static List<Path> oldFolders(Home home) throws IOException {
    try (Stream<Path> folders = Files.list(home.runs())) {
      return folders.filter(f -> f.getFileName().toString().matches("r-\\d{8}-\\d{6}-[0-9a-f]{4}"))
          .filter(OrphanedFolders::isOld).toList();
    }
  }

  private static boolean isOld(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(GRACE));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes one folder; another process that does the same at the same time is welcome. */
  private static void sweep(Path folder) {
    try {
      if (!RunLock.held(folder)) {
        delete(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      LOG.log(Level.DEBUG, folder + ": another process looked into it; left to the next sweep", e);
    } catch (IOException | UncheckedIOException | RunException e) {
      if (Files.exists(folder)) {
        LOG.log(Level.WARNING, folder + ": belongs to no run, but cannot be removed: " + e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
