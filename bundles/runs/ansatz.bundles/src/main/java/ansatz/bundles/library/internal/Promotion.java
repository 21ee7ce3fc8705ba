package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleLibrary.Entry;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.bundles.Generation;
import ansatz.bundles.library.internal.Installation.Stages;
import ansatz.experiment.Halt;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Decides what new work uses: appends generations, each one tried in a process of its own before. */
final class Promotion {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int HEAP_MEGABYTES = 256;
  private static final int MEMORY_MEGABYTES = 1000;
  private static final String ROLLBACK = "rollback";

  private final Path bundles;
  private final ContentStore store;
  private final BundleCatalogue catalogue;
  private final KnownVersions known;
  private final Distribution distribution;
  private final Admission admission;
  private final Function<ChildJvm.Request, ChildJvm.Ending> child;

  Promotion(Path bundles, ContentStore store, BundleCatalogue catalogue, KnownVersions known, Distribution distribution,
      Admission admission, Function<ChildJvm.Request, ChildJvm.Ending> child) {
    this.bundles = bundles;
    this.store = store;
    this.catalogue = catalogue;
    this.known = known;
    this.distribution = distribution;
    this.admission = admission;
    this.child = child;
  }

  Generation promote(String label, Consumer<String> progress) throws IOException {
    Entry version = known.find(label);
    Generation newest = known.newest();
    SortedMap<String, String> promoted = new TreeMap<>(known.inForce().promoted());
    if (version.status().equals("retired")) {
      throw new RefusedException("bundle promote: " + label + " is retired — install it again: ansatz bundle install "
          + store.path(version.sha256()));
    }
    if (version.inForce() && newest.state() != Generation.State.BAD) {
      progress.accept(label + " is what new work uses already; nothing was changed");
      return newest;
    }
    if (version.installed() == null) {
      promoted.remove(version.name());
    } else {
      requireWhole(version);
      promoted.put(version.name(), version.version());
    }
    Stages stages = new Stages(progress);
    if (startedBefore(version, promoted)) {
      stages.done("started with it when it was admitted, in a process of its own");
    } else {
      start(version, promoted, stages);
    }
    Halt.at("PROMOTE_CHECKED");
    Generation generation = catalogue.advance(newest.number(), promoted, System.getProperty("user.name", ""),
        "promote " + label);
    Halt.at("PROMOTE_COMMITTED");
    stages.done("generation " + generation.number() + ": new work uses " + label);
    return generation;
  }

  Generation rollback() {
    Generation newest = known.newest();
    Generation target = before(catalogue.generations().reversed());
    Halt.at("PROMOTE_CHECKED");
    Generation generation = catalogue.advance(newest.number(), target.promoted(), System.getProperty("user.name", ""),
        ROLLBACK + " to generation " + target.number());
    Halt.at("PROMOTE_COMMITTED");
    return generation;
  }

  /** The set before the one in force; going back twice goes back two decisions, and never to one that did not start. */
  private static Generation before(List<Generation> oldestFirst) {
    Deque<Generation> decisions = new ArrayDeque<>(List.of(Generation.BUILT_IN));
    for (Generation generation : oldestFirst) {
      if (generation.what().startsWith(ROLLBACK)) {
        decisions.pop();
      } else {
        decisions.push(generation);
      }
    }
    do {
      decisions.pop();
    } while (!decisions.isEmpty() && decisions.peek().state() == Generation.State.BAD);
    if (decisions.isEmpty()) {
      throw new RefusedException(
          "bundle rollback: nothing was promoted, new work uses what is built in — ansatz bundle list");
    }
    return decisions.peek();
  }

  private void requireWhole(Entry version) {
    if (!known.whole(version)) {
      throw new RefusedException("bundle promote: "
          + (store.holds(version.sha256()) ? store.verdict(version.sha256()) : store.path(version.sha256()))
          + " is missing or damaged — install " + version.name() + "@" + version.version()
          + " again: ansatz bundle install FILE.jar");
    }
  }

  /** Whether a process started with exactly this set when the version was admitted. */
  private boolean startedBefore(Entry version, SortedMap<String, String> promoted) throws IOException {
    Path file = store.verdict(version.sha256());
    Object then = version.installed() != null && Files.exists(file)
        ? Trees.fromJson(Files.readAllBytes(file)).get("startedAs")
        : null;
    return then instanceof String digest && !digest.isEmpty()
        && digest.equals(distribution.digest(known.standing(promoted).values()));
  }

  private void start(Entry version, SortedMap<String, String> promoted, Stages stages) throws IOException {
    try (Quarantine quarantine = Quarantine.take(bundles)) {
      if (version.installed() != null) {
        admitAgain(version, promoted, quarantine.folder(), stages);
      }
      if (!startedBefore(version, promoted)) {
        boot(promoted, quarantine.folder(), version.name() + "@" + version.version());
        stages.done("started with it in a process of its own");
      }
    }
  }

  /** The verdict counts for the parts that it was given with; with others the contracts are asked again. */
  private void admitAgain(Entry version, SortedMap<String, String> promoted, Path folder, Stages stages)
      throws IOException {
    Map<String, BundleFile> standing = new TreeMap<>(known.standing(promoted));
    BundleFile candidate = standing.get(version.name());
    standing.remove(version.name());
    List<String> others = standing.values().stream().map(BundleFile::label).sorted().toList();
    Path file = store.verdict(version.sha256());
    Object then = Files.exists(file) ? Trees.fromJson(Files.readAllBytes(file)).get("standing") : null;
    if (then instanceof List<?> labels
        && labels.stream().filter(label -> !label.toString().startsWith(version.name() + "@")).toList()
            .equals(others)) {
      return;
    }
    Map<String, Object> verdict = admission.judge(candidate, known.standing(known.inForce().promoted()),
        Files.createDirectory(folder.resolve("admission")));
    if (!Boolean.TRUE.equals(verdict.get("admitted"))) {
      throw Admission.refusal(verdict, candidate.label() + " among the parts of today", store);
    }
    store.putVerdict(file, Trees.json(verdict));
    stages.done("other parts stand since it was admitted; admitted again in a process of its own");
  }

  /** A process that lists what it has with the set as it would be. */
  private void boot(SortedMap<String, String> promoted, Path folder, String label) throws IOException {
    ChildJvm.Ending ending = child.apply(new ChildJvm.Request(Files.createDirectory(folder.resolve("boot")),
        distribution.folder(), Admission.bootSet(known.standing(promoted).values(), List.of()), List.of("list"),
        HEAP_MEGABYTES, MEMORY_MEGABYTES, LIMIT));
    if (ending.code() != 0 || !ending.problem().isEmpty()) {
      throw new RefusedException("bundle promote: the workbench does not start with " + label + ": "
          + (ending.problem().isEmpty() ? "" : ending.problem() + "; ") + ending.log().strip()
          + " — nothing was changed");
    }
  }
}
