package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleLibrary.Entry;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.ContentStore;
import ansatz.bundles.library.internal.JarCheck.Damaged;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Halt;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way of a file into the catalogue: quarantine, checks, admission, content store, staged. Nothing is looked at but
 * the copy in quarantine, so that it does not matter what becomes of the file meanwhile.
 */
final class Installation {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 100;

  private final Path bundles;
  private final ContentStore store;
  private final BundleCatalogue catalogue;
  private final KnownVersions known;
  private final Admission admission;
  private final Function<String, List<String>> holders;

  /** @param holders who uses a version, by its label, in words */
  Installation(Path bundles, ContentStore store, BundleCatalogue catalogue, KnownVersions known, Admission admission,
      Function<String, List<String>> holders) {
    this.bundles = bundles;
    this.store = store;
    this.catalogue = catalogue;
    this.known = known;
    this.admission = admission;
    this.holders = holders;
  }

  BundleVersion install(Path jar, Consumer<String> progress) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new ConfigException(jar + ": no such file — ansatz bundle install FILE.jar");
    }
    Stages stages = new Stages(progress);
    try (Quarantine quarantine = Quarantine.take(bundles)) {
      BundleFile candidate = copy(jar, quarantine.folder().resolve("candidate.jar"));
      Halt.at("INSTALL_QUARANTINED");
      stages.done("copied " + jar.getFileName() + " to quarantine: " + candidate.label() + ", "
          + (candidate.bytes() + 1023) / 1024 + " KB, sha256 " + candidate.sha256().substring(0, 12));
      Entry there = known.admits(candidate, jar.toString(), holders);
      if (there != null && known.whole(there)) {
        return same(there, candidate, progress);
      }
      Halt.at("INSTALL_CHECKED");
      stages.done("checked: a bundle by its file, its names and versions");
      Map<String, Object> verdict = admission.judge(candidate, known.standing(known.inForce().promoted()),
          quarantine.folder());
      if (!Boolean.TRUE.equals(verdict.get("admitted"))) {
        throw Admission.refusal(verdict, jar.toString(), store);
      }
      Halt.at("INSTALL_ADMITTED");
      stages.done("admitted by " + verdict.getOrDefault("tests", 0)
          + " tests in a process of its own; admission stops mistakes, not malice");
      if (verdict.get("startProblem") instanceof String problem && !problem.isEmpty()) {
        progress.accept("it cannot be promoted as things are: " + problem);
      }
      return stage(candidate, verdict, jar, stages);
    }
  }

  private BundleVersion stage(BundleFile candidate, Map<String, Object> verdict, Path jar, Stages stages)
      throws IOException {
    store.put(candidate.file());
    store.putVerdict(store.verdict(candidate.sha256()), Trees.json(verdict));
    Halt.at("INSTALL_STORED");
    stages.done("stored as " + store.path(candidate.sha256()).getFileName());
    BundleVersion version = new BundleVersion(candidate.name(), candidate.version(), candidate.sha256(),
        BundleVersion.State.STAGED, candidate.bytes(), Instant.now(), System.getProperty("user.name", ""));
    // Looked at again within the gate: others may have installed meanwhile.
    Quarantine.gated(bundles, () -> {
      if (known.admits(candidate, jar.toString(), holders) == null) {
        catalogue.stage(version);
      }
      return null;
    });
    Halt.at("INSTALL_STAGED");
    stages.done("staged " + candidate.label());
    return version;
  }

  private static BundleVersion same(Entry there, BundleFile candidate, Consumer<String> progress) {
    progress.accept(candidate.label() + " is " + there.status() + " already, with this content; nothing was changed");
    return there.installed() != null
        ? there.installed()
        : new BundleVersion(candidate.name(), candidate.version(), candidate.sha256(), BundleVersion.State.STAGED,
            candidate.bytes(), Instant.EPOCH, "");
  }

  /** Copies the file until a copy is whole: somebody may just be writing it. */
  private static BundleFile copy(Path jar, Path copy) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      String before = stamp(jar);
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      if (stamp(jar).equals(before)) {
        try {
          return JarCheck.check(copy, jar.toString());
        } catch (Damaged e) {
          if (Files.getLastModifiedTime(jar).toInstant().isBefore(Instant.now().minus(FRESH))) {
            throw new ConfigException(e.getMessage(), e);
          }
        }
      }
      pause();
    }
    throw new RefusedException(jar + ": it is being written to — install it when that is done");
  }

  private static String stamp(Path jar) throws IOException {
    return Files.size(jar) + " " + Files.getLastModifiedTime(jar) + " " + Files.getAttribute(jar, "unix:ino");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted; nothing was changed");
    }
  }

  /** Tells each stage with the time it took. */
  static final class Stages {
    private final Consumer<String> progress;
    private long last = System.nanoTime();

    Stages(Consumer<String> progress) {
      this.progress = progress;
    }

    void done(String what) {
      long now = System.nanoTime();
      progress.accept(String.format(Locale.ROOT, "%s (%.2f s)", what, (now - last) / 1e9));
      last = now;
    }
  }
}
