package ansatz.replay;

import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.data.ArrayFormat;
import ansatz.experiment.Disk;
import ansatz.experiment.Divergence;
import ansatz.experiment.Home;
import ansatz.experiment.Machine;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Reproducer;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunState;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Replays runs in a child process that boots what the run's lock names, whatever is installed now. */
@Component(service = Reproducer.class)
public final class LocalReproducer implements Reproducer {
  private static final long LOOK_MILLIS = 100;
  /** How lines of progress begin; what else the replay prints is of no interest once it is compared. */
  private static final String STEP = "step ";
  private static final int MORE_MEGABYTES = 4096;
  private static final Duration LIMIT = Duration.ofDays(30);

  private final RunReader reader;
  private final ArrayFormat format;

  @Activate
  public LocalReproducer(@Reference RunReader reader,
      @Reference(target = "(ansatz.name=safetensors)") ArrayFormat format) {
    this.reader = reader;
    this.format = format;
  }

  @Override
  public Reproduction reproduce(String reference, boolean keep, Consumer<String> progress) {
    RunFiles run = reader.read(reference);
    requireReproducible(run);
    List<String> notes = new ArrayList<>(Machine.differences(run.lock()));
    resumedElsewhere(run.lock()).ifPresent(notes::add);
    notes.forEach(progress);
    Path path = place(run, keep);
    ReplayFolder folder = new ReplayFolder(path, new ContentStore(Home.current(), Disk.SYSTEM), run);
    try {
      Map<String, Object> set = folder.lay();
      progress.accept("laid out " + run.row().name() + " as it was: "
          + ((List<?>) run.lock().get("bundles")).size() + " bundles, changes of code to replay: "
          + ReplayPlan.of(run).size());
      Path replayed = replay(run, folder, path, set, progress);
      Divergence divergence = Divergence.of(run, ReplayedRun.read(replayed, run, format));
      return new Reproduction(run.row(), divergence, notes, keep ? Optional.of(path) : Optional.empty());
    } finally {
      if (!keep) {
        folder.remove();
      }
    }
  }

  private static void requireReproducible(RunFiles run) {
    String name = run.row().name();
    if (run.row().state() != RunState.FINISHED) {
      throw new RefusedException("run " + name + " is not finished: "
          + (run.row().state() == RunState.RUNNING ? "wait for its end" : "resume it first: ansatz resume " + name));
    }
    Path config = run.folder().resolve(RunFolder.CONFIG);
    try {
      if (!Trees.sha256(Files.readAllBytes(config)).equals(run.row().configDigest())) {
        throw new RefusedException("run " + name + " cannot be reproduced: " + config
            + " has been changed since the run started — put the old file back");
      }
    } catch (IOException e) {
      throw new RunException(config + " cannot be read: " + e.getMessage(), e);
    }
    if (run.config().get("data") instanceof Map<?, ?> data && data.get("file") instanceof String file
        && !Files.isRegularFile(Path.of(file))) {
      throw new RefusedException("run " + name + " cannot be reproduced: its data file " + file
          + " is gone — put it back (fingerprint " + fingerprint(run.lock()) + ")");
    }
  }

  /** A run that went on with another distribution is replayed with the one that it began with. */
  private static Optional<String> resumedElsewhere(Map<String, Object> lock) {
    List<String> began = digests(lock.get("bundles"));
    for (Object each : lock.get("resumed") instanceof List<?> attempts ? attempts : List.of()) {
      if (each instanceof Map<?, ?> attempt && !digests(attempt.get("bundles")).containsAll(began)) {
        return Optional.of("after step " + attempt.get("fromStep")
            + " it went on with another build of the distribution; the replay stays with the one it began with");
      }
    }
    return Optional.empty();
  }

  private static List<String> digests(Object bundles) {
    return ((List<?>) bundles).stream().map(bundle -> String.valueOf(((Map<?, ?>) bundle).get("sha256"))).toList();
  }

  private static Path place(RunFiles run, boolean keep) {
    try {
      if (!keep) {
        return Files.createTempDirectory("replay-");
      }
      Path kept = Files.createDirectories(Home.current().folder().resolve("replays"));
      return Files.createTempDirectory(kept, run.row().name() + "-");
    } catch (IOException e) {
      throw new RunException("no room for the replay: " + e.getMessage() + " — free some space", e);
    }
  }

  /** @return the folder of the finished replay's run */
  private Path replay(RunFiles run, ReplayFolder folder, Path path, Map<String, Object> set,
      Consumer<String> progress) {
    int heap = (int) (Runtime.getRuntime().maxMemory() >> 20);
    ChildJvm child = ChildJvm.start(new ChildJvm.Request(path, folder.dist(), set,
        List.of("run", folder.config().toString(), "--plan", folder.plan().toString()), ChildJvm.COMPUTE, heap,
        heap + MORE_MEGABYTES, LIMIT));
    Consumer<String> steps = line -> {
      if (line.startsWith(STEP)) {
        progress.accept(line);
      }
    };
    try (LogFollower relay = new LogFollower(path.resolve("child.log"), steps)) {
      boolean checked = false;
      while (child.alive()) {
        Thread.sleep(LOOK_MILLIS);
        relay.pass();
        if (!checked) {
          Optional<Map<String, Object>> lock = ReplayedRun.lock(folder.home());
          lock.ifPresent(now -> requireSameData(run, now));
          checked = lock.isPresent();
        }
      }
      relay.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("the replay of " + run.row().name() + " was interrupted", e);
    } finally {
      if (child.alive()) {
        child.kill();
      }
    }
    ChildJvm.Ending ending = child.await();
    Optional<Path> replayed = ReplayedRun.folder(folder.home());
    if (ending.code() != 0 || !ending.problem().isEmpty() || replayed.isEmpty()) {
      throw new RunException("the replay of " + run.row().name() + " ended without a result ("
          + (ending.problem().isEmpty() ? "exit code " + ending.code() : ending.problem()) + "): "
          + ending.log().strip().lines().reduce("", (_, last) -> last)
          + " — ansatz reproduce " + run.row().name() + " --keep keeps its folder");
    }
    return replayed.get();
  }

  private static void requireSameData(RunFiles run, Map<String, Object> now) {
    if (!fingerprint(run.lock()).equals(fingerprint(now))) {
      throw new RefusedException("run " + run.row().name() + " cannot be reproduced: the data have changed since: "
          + "fingerprint was " + fingerprint(run.lock()) + ", is " + fingerprint(now) + " — put the old data back");
    }
  }

  private static String fingerprint(Map<String, Object> lock) {
    String print = lock.get("data") instanceof Map<?, ?> data ? String.valueOf(data.get("fingerprint")) : "none";
    return print.substring(0, Math.min(12, print.length()));
  }
}
