package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleLibrary;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.bundles.DigestCache;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Trees;
import ansatz.experiment.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The library over the content store, the catalogue and the distribution. */
@Component
public final class StoredLibrary implements BundleLibrary {
  private static final String DIST = "ansatz.dist";

  private final Home home;
  private final BundleCatalogue catalogue;
  private final LibraryEnvironment environment;
  private final DigestCache digests;
  private final ContentStore store;
  private final KnownVersions known;
  private final Installation installation;
  private final Promotion promotion;
  private final Retirement retirement;

  @Activate
  public StoredLibrary(BundleContext context, @Reference LiveBundles live, @Reference BundleCatalogue catalogue) {
    this(Home.current(), digests(Home.current()), context, live, catalogue);
  }

  private StoredLibrary(Home home, DigestCache digests, BundleContext context, LiveBundles live,
      BundleCatalogue catalogue) {
    this(home, digests, distribution(context, digests), context, live, catalogue);
  }

  private StoredLibrary(Home home, DigestCache digests, Distribution distribution, BundleContext context,
      LiveBundles live, BundleCatalogue catalogue) {
    this(home, digests, distribution, live, catalogue, LibraryEnvironment.of(context, home, distribution),
        request -> ChildJvm.start(request).await());
  }

  StoredLibrary(Home home, DigestCache digests, Distribution distribution, LiveBundles live, BundleCatalogue catalogue,
      LibraryEnvironment environment, Function<ChildJvm.Request, ChildJvm.Ending> child) {
    this.home = home;
    this.catalogue = catalogue;
    this.environment = environment;
    this.digests = digests;
    this.store = new ContentStore(home, Disk.SYSTEM);
    this.known = new KnownVersions(distribution, catalogue, store);
    Admission admission = new Admission(distribution, child);
    this.installation = new Installation(home.bundles(), store, catalogue, known, admission, this::holders);
    this.promotion = new Promotion(home.bundles(), store, catalogue, known, distribution, admission, child);
    this.retirement = new Retirement(environment, live, catalogue);
  }

  private static DigestCache digests(Home home) {
    return new DigestCache(home.folder().resolve("digests.json"), Disk.SYSTEM);
  }

  private static Distribution distribution(BundleContext context, DigestCache digests) {
    String folder = context.getProperty(DIST);
    if (folder == null) {
      throw new RunException("-D" + DIST + " is not set — start through launcher/ansatz");
    }
    return new Distribution(Path.of(folder), digests);
  }

  @Override
  public BundleVersion install(Path jar, Consumer<String> progress) {
    return writing(() -> installation.install(jar, progress));
  }

  @Override
  public Generation promote(String label, Consumer<String> progress) {
    return writing(() -> promotion.promote(label, progress));
  }

  @Override
  public Generation rollback() {
    return promotion.rollback();
  }

  private <T> T writing(Quarantine.Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new RunException(
          home.bundles() + ": " + e + " — free some space or make it writable; nothing was changed", e);
    }
  }

  @Override
  public Map<String, Unloaded> retire(String label, boolean force) {
    Entry version = known.find(label);
    if (version.installed() == null) {
      throw new RefusedException("bundle retire: " + label + " is built in, which changes only with the distribution — "
          + "promote another version and it is out of use");
    }
    if (version.inForce() || version.version().equals(known.newest().promoted().get(version.name()))) {
      throw new RefusedException("bundle retire: " + label
          + " is what new work uses — promote another version, or ansatz bundle rollback");
    }
    known.fallback(version).ifPresent(g -> {
      throw new RefusedException("bundle retire: " + label + " is in generation " + g.number()
          + ", on which the next start falls back if generation " + known.newest().number()
          + " fails — start anything with that first, such as ansatz list");
    });
    if (!force) {
      requireNotNeeded(label);
    }
    return retirement.retire(version);
  }

  private void requireNotNeeded(String label) {
    List<RunRow> runs = neededBy(label);
    if (!runs.isEmpty()) {
      throw new RefusedException("bundle retire: " + label + " is needed to resume "
          + runs.stream().map(run -> run.name() + " (" + run.state().name().toLowerCase(Locale.ROOT) + ")")
              .collect(Collectors.joining(", "))
          + " — ansatz resume " + runs.getFirst().name() + " and let it end, or ansatz bundle retire " + label
          + " --force");
    }
  }

  @Override
  public List<RunRow> neededBy(String label) {
    return impact(label).stream().map(Usage::run).filter(StoredLibrary::resumable).filter(run -> filledLast(run, label))
        .toList();
  }

  private static boolean resumable(RunRow run) {
    return run.state() != RunState.RUNNING && run.state() != RunState.FINISHED;
  }

  /** Whether a slot of the run was filled by a version in the end. */
  private boolean filledLast(RunRow run, String label) {
    Map<String, String> slots = new TreeMap<>();
    for (LedgerEntry entry : LedgerEntry.last(environment.ledger(run))) {
      slots.put(entry.slot(), entry.source().bundle() + "@" + entry.source().version());
    }
    return slots.containsValue(label);
  }

  @Override
  public List<Entry> list() {
    return known.all();
  }

  @Override
  public Map<String, Object> show(String label) {
    Entry version = known.find(label);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", version.name());
    tree.put("version", version.version());
    tree.put("status", version.status());
    tree.put("inForce", version.inForce());
    tree.put("sha256", version.sha256());
    if (version.installed() != null) {
      tree.put("installed", version.installed().installed().toString());
      tree.put("who", version.installed().who());
      tree.put("bytes", version.installed().bytes());
      tree.put("file", store.path(version.sha256()).toString());
    }
    tree.put("generations",
        catalogue.generations().stream().filter(g -> version.version().equals(g.promoted().get(version.name())))
            .map(Generation::number).toList());
    tree.put("runs", environment.usage(version.name(), version.version()).stream().map(u -> u.run().name()).toList());
    tree.put("verdict", verdict(version));
    return tree;
  }

  private Map<String, Object> verdict(Entry version) {
    Path file = store.verdict(version.sha256());
    try {
      return Files.exists(file) ? Trees.fromJson(Files.readAllBytes(file)) : Map.of();
    } catch (IOException e) {
      return Map.of("admitted", false, "reason", file + " cannot be read: " + e.getMessage());
    }
  }

  @Override
  public List<String> verify() {
    List<String> problems = new ArrayList<>(store.verify());
    for (BundleVersion version : catalogue.versions()) {
      if (!Files.exists(store.path(version.sha256()))) {
        problems.add(version.label() + ": its file " + store.path(version.sha256()) + " is missing");
      }
      if (!known.admitted(version.sha256())) {
        problems.add(version.label() + ": its verdict " + store.verdict(version.sha256()) + " is missing or damaged");
      }
    }
    return problems;
  }

  @Override
  public List<Usage> impact(String label) {
    Entry version = known.find(label);
    Map<String, RunRow> rows = environment.runs().stream().collect(Collectors.toMap(RunRow::id, Function.identity()));
    return environment.usage(version.name(), version.version()).stream()
        .map(usage -> new Usage(rows.getOrDefault(usage.run().id(), usage.run()), usage.entries())).toList();
  }

  /** Running runs that use a version. */
  private List<String> holders(String label) {
    Set<String> running = environment.runs().stream().filter(run -> run.state() == RunState.RUNNING).map(RunRow::id)
        .collect(Collectors.toSet());
    String[] parts = label.split("@");
    return environment.usage(parts[0], parts[1]).stream().filter(usage -> running.contains(usage.run().id()))
        .map(usage -> "run " + usage.run().name()).toList();
  }

  @Override
  public Map<String, String> keepLaunched() {
    Map<String, Path> files = environment.launched();
    Map<Path, String> kept = store.keep(files.values(), digests);
    digests.save();
    Map<String, String> byLabel = new TreeMap<>();
    files.forEach((label, file) -> byLabel.put(label, kept.get(file)));
    return byLabel;
  }
}
