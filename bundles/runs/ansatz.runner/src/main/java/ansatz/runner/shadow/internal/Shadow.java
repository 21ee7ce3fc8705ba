package ansatz.runner.shadow.internal;

import ansatz.bundles.ChildJvm;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate's first steps, in a process of their own, while the run itself goes on: whatever it does there (throw, hang,
 * exit, crash, eat memory), the run does not notice.
 */
public final class Shadow {
  static final String REQUEST = "request.json";
  static final String VERDICT = "verdict.json";
  /** Made by the child once both works stand where the snapshot says. */
  static final String READY = "ready";

  private static final String SNAPSHOT = "snapshot";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  /** System property: milliseconds that the steps have at least. */
  private static final String LIMIT = "ansatz.shadow.millis";
  private static final long LEAST_MILLIS = 10_000;
  private static final int TIMES_EXPECTED = 10;
  private static final long LOOK_MILLIS = 20;
  private static final int TAIL = 3;
  private static final int LEAST_HEAP = 256;
  private static final int BESIDE_HEAP = 1024;

  /**
   * What to try.
   *
   * @param config the resolved experiment
   * @param snapshot bytes of a checkpoint file
   * @param part {@code name@version}
   * @param bundle {@code name@version} of the bundle that offers it
   * @param anew whether both begin what is in the making for the slot anew
   * @param expected time that a step takes under the incumbent
   */
  public record Trial(Path config, byte[] snapshot, String slot, String part, String bundle, int steps,
      double tolerance,
      boolean anew, Duration expected) {}

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  private final LiveBundles live;
  private final Path temp;

  /** @param temp folder for throw-away files */
  public Shadow(LiveBundles live, Path temp) {
    this.live = live;
    this.temp = temp;
  }

  /** Does the trial; the child is killed when this thread is interrupted. */
  public ShadowVerdict judge(Trial trial) throws IOException {
    Path folder = Files.createTempDirectory(temp, "shadow-");
    try {
      return judge(trial, folder);
    } finally {
      delete(folder);
    }
  }

  private ShadowVerdict judge(Trial trial, Path folder) throws IOException {
    Files.write(folder.resolve(SNAPSHOT), trial.snapshot());
    Files.write(folder.resolve(REQUEST), Trees.json(request(trial, folder)));
    int heap = (int) Math.max(LEAST_HEAP, Runtime.getRuntime().maxMemory() >> 20);
    ChildJvm child = ChildJvm.start(new ChildJvm.Request(folder, null, live.bootSet(List.of(trial.bundle())),
        List.of("child", "shadow", folder.toString()), ChildJvm.COMPUTE, heap, heap + BESIDE_HEAP,
        START_LIMIT.plus(limit(trial))));
    String late = watch(child, folder, trial);
    ChildJvm.Ending ending = child.await();
    Path verdict = folder.resolve(VERDICT);
    if (!Files.exists(verdict)) {
      return ShadowVerdict.refused(late.isEmpty() ? unjudged(ending) : late);
    }
    try {
      return ShadowVerdict.of(Trees.fromJson(Files.readAllBytes(verdict)));
    } catch (RuntimeException e) {
      return ShadowVerdict.refused("its process left a verdict that cannot be read: " + e);
    }
  }

  private static Map<String, Object> request(Trial trial, Path folder) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("config", trial.config().toAbsolutePath().toString());
    request.put("snapshot", folder.resolve(SNAPSHOT).toString());
    request.put("slot", trial.slot());
    request.put("part", trial.part());
    request.put("steps", trial.steps());
    request.put("tolerance", trial.tolerance());
    request.put("anew", trial.anew());
    return request;
  }

  static Duration limit(Trial trial) {
    Duration expected = trial.expected().multipliedBy((long) TIMES_EXPECTED * trial.steps());
    Duration least = Duration.ofMillis(Long.getLong(LIMIT, LEAST_MILLIS));
    return expected.compareTo(least) > 0 ? expected : least;
  }

  /** Ends the child when the steps take too long, which count from when it is ready; says so, else nothing. */
  private static String watch(ChildJvm child, Path folder, Trial trial) {
    long ready = 0;
    while (child.alive()) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      }
      if (ready == 0 && Files.exists(folder.resolve(READY))) {
        ready = System.nanoTime();
      }
      if (ready != 0 && System.nanoTime() - ready > limit(trial).toNanos()) {
        child.kill();
        return "it hung: " + trial.steps() + " steps were not done within " + limit(trial).toMillis() / 1000.0 + " s";
      }
    }
    return "";
  }

  private static String unjudged(ChildJvm.Ending ending) {
    List<String> lines = ending.log().lines().filter(l -> !l.isBlank()).toList();
    String tail = String.join(" | ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    String how = ending.problem().isEmpty() ? "ended with code " + ending.code() : "was " + ending.problem();
    return "its process " + how.replace("was ended", "ended") + " without a verdict"
        + (tail.isEmpty() ? "" : ": " + tail);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.info("{} stays until the next start: {}", folder, e.toString());
    }
  }
}
