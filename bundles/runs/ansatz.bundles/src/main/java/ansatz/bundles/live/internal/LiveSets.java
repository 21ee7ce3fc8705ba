package ansatz.bundles.live.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.HolderFinder;
import ansatz.bundles.Importers;
import ansatz.bundles.LiveBundles;
import ansatz.bundles.Wires;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.learn.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The sets of this process; also what the launcher runs to start the parts. */
@Component(service = {LiveBundles.class, Importers.class, Runnable.class}, property = "ansatz.main=parts",
    immediate = true)
public final class LiveSets implements LiveBundles, Importers, Runnable {
  /** Property: file of the boot set of a child process. */
  static final String BOOT_SET = "ansatz.bundles.set";

  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration PROOF = Duration.ofSeconds(5);

  private final BundleContext context;
  private final Duration limit;
  private final Duration proof;
  private final SetWiring wiring = new SetWiring();
  private Installer installer;
  private volatile AvailableParts available;
  private volatile LoadedSets beside;
  private volatile PartSet standing;
  private volatile String candidate;

  @Activate
  public LiveSets(BundleContext context) {
    this(context, START, PROOF);
  }

  /** @param limit of one bundle's start or stop; @param proof how long to wait for a loader to be collected */
  LiveSets(BundleContext context, Duration limit, Duration proof) {
    this.context = context;
    this.limit = limit;
    this.proof = proof;
  }

  /** Starts the standing set; once. */
  @Override
  public synchronized void run() {
    if (standing != null) {
      return;
    }
    context.registerService(ResolverHookFactory.class, wiring, null);
    String file = context.getProperty(BOOT_SET);
    BootSet given = file == null ? null : BootSet.read(Path.of(file));
    boolean safe = Boolean.parseBoolean(context.getProperty("ansatz.safe"));
    installer = new Installer(context, wiring, limit);
    available = new AvailableParts(context, given, safe);
    SetLoader loader = new SetLoader(installer, available, context.getDataFile("sets").toPath());
    beside = new LoadedSets(installer, loader, proof);
    Optional<BundleCatalogue> catalogue = safe ? Optional.empty() : available.catalogue();
    if (given != null) {
      given.standing().forEach(available::builtIn);
      start(given.standing());
      candidate = given.candidate();
      startAdmission(given.admission());
    } else if (catalogue.isPresent()) {
      new LastKnownGood(catalogue.get(), warning -> System.err.println("warning: " + warning))
          .start(this::startPromoted);
    } else {
      startPromoted(new TreeMap<>());
    }
  }

  /** All of the distribution's parts, each replaced by its promoted version; or none. */
  private void startPromoted(SortedMap<String, String> promoted) {
    PartSet set = new PartSet(PartSet.Purpose.STANDING, null, null);
    try {
      for (Path jar : jars(Path.of(context.getProperty("ansatz.dist")).resolve("parts"))) {
        Bundle bundle = installer.install(set, jar, "");
        available.builtIn(set.files().getLast());
        String version = promoted.get(bundle.getSymbolicName());
        if (version != null && !version.equals(bundle.getVersion().toString())) {
          installer.uninstall(bundle);
          set.remove(bundle);
        }
      }
      for (Map.Entry<String, String> entry : promoted.entrySet()) {
        if (set.bundle(entry.getKey() + "@" + entry.getValue()) == null) {
          PartFile file = available.known(entry.getKey(), entry.getValue()).orElseThrow(() -> new RefusedException(
              entry.getKey() + "@" + entry.getValue() + " is promoted but not known"));
          installer.install(set, file.file(), file.sha256());
        }
      }
      start(set);
    } catch (RuntimeException e) {
      installer.uninstall(set);
      throw e;
    }
  }

  private void start(List<PartFile> files) {
    PartSet set = new PartSet(PartSet.Purpose.STANDING, null, null);
    files.forEach(file -> installer.install(set, file.file(), file.sha256()));
    start(set);
  }

  private void start(PartSet set) {
    installer.resolve(set);
    installer.start(set);
    standing = set;
  }

  private void startAdmission(Path folder) {
    if (folder != null) {
      PartSet set = new PartSet(PartSet.Purpose.ADMISSION, null, null);
      jars(folder).forEach(jar -> installer.install(set, jar, ""));
      installer.resolve(set);
      installer.start(set);
    }
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new RunException("cannot read " + folder + ": " + e, e);
    }
  }

  @Override
  public boolean standing(long bundle) {
    Bundle found = context.getBundle(bundle);
    PartSet set = found == null ? null : wiring.of(found);
    return found != null && (set == null || set.purpose() != PartSet.Purpose.BESIDE);
  }

  @Override
  public long provide(String kind, String part, String version) {
    requireStarted();
    while (true) {
      long seen = beside.changes();
      Choice choice = choose(kind, part, version);
      if (choice.loaded() != null) {
        return choice.loaded().getBundleId();
      }
      Optional<PartSet> set = beside.load(choice.file(), standing, seen,
          fresh -> requireOffer(fresh.bundles().getFirst(), kind, part));
      if (set.isPresent()) {
        return set.get().bundles().getFirst().getBundleId();
      }
    }
  }

  private static void requireOffer(Bundle bundle, String kind, String part) {
    if (!offers(bundle, kind, part)) {
      throw new ConfigException(PartSet.label(bundle) + " offers no " + kind + " '" + part + "'");
    }
  }

  @Override
  public String locate(String kind, String part, String version) {
    Choice choice = choose(kind, part, version);
    return choice.loaded() != null ? PartSet.label(choice.loaded()) : choice.file().label();
  }

  @Override
  public long load(String name, String version) {
    requireStarted();
    String exact = AvailableParts.version(version);
    while (true) {
      long seen = beside.changes();
      available.requireUsable(name, exact);
      Bundle loaded = root(name + "@" + exact);
      if (loaded != null) {
        return loaded.getBundleId();
      }
      PartFile file = available.find(name, exact).orElseThrow(() -> new ConfigException(name + "@" + exact
          + " is not known here — ansatz bundle list names what is"));
      Optional<PartSet> set = beside.load(file, standing, seen, _ -> {
      });
      if (set.isPresent()) {
        return set.get().bundles().getFirst().getBundleId();
      }
    }
  }

  /** A loaded bundle, or else a file to load. */
  private record Choice(Bundle loaded, PartFile file) {}

  private Choice choose(String kind, String part, String version) {
    requireStarted();
    String exact = version == null ? null : AvailableParts.version(version);
    List<Bundle> offering = offering(kind, part);
    Set<String> names = new LinkedHashSet<>(offering.stream().map(Bundle::getSymbolicName).toList());
    for (String name : names) {
      String wanted = exact == null ? available.inForce(name).orElse(null) : exact;
      for (Bundle bundle : offering) {
        boolean same = bundle.getSymbolicName().equals(name) && bundle.getVersion().toString().equals(wanted);
        if (same && (exact != null || wiredInForce(bundle))) {
          available.requireUsable(name, wanted);
          return new Choice(bundle, null);
        }
      }
      Optional<PartFile> file = wanted == null ? Optional.empty() : available.find(name, wanted);
      if (file.isPresent()) {
        return new Choice(null, file.get());
      }
    }
    return new Choice(null, installed(kind, part, exact).orElseThrow(() -> unknown(kind, part, version, offering)));
  }

  /** A version that never was loaded here and was admitted with such an offer. */
  private Optional<PartFile> installed(String kind, String part, String version) {
    return available.usable().stream()
        .filter(file -> version == null
            ? available.inForce(file.name()).filter(file.version()::equals).isPresent()
            : version.equals(file.version()))
        .filter(file -> AdmissionRecord.beside(file.file()).filter(verdict -> verdict.offers(kind, part)).isPresent())
        .findFirst();
  }

  private ConfigException unknown(String kind, String part, String version, List<Bundle> offering) {
    Set<String> labels = new TreeSet<>(offering.stream().map(PartSet::label).toList());
    for (PartFile file : available.usable()) {
      if (offering.stream().anyMatch(bundle -> bundle.getSymbolicName().equals(file.name()))
          || AdmissionRecord.beside(file.file()).filter(verdict -> verdict.offers(kind, part)).isPresent()) {
        labels.add(file.label());
      }
    }
    return new ConfigException("no bundle offers " + kind.substring(kind.lastIndexOf('.') + 1) + " '" + part + "'"
        + (version == null ? "" : " in version " + version)
        + (labels.isEmpty() ? " — ansatz list names the parts" : "; it is offered by " + String.join(", ", labels)));
  }

  /** Bundles with a service of that kind and name: the standing one first, then those loaded first. */
  private List<Bundle> offering(String kind, String part) {
    List<Bundle> offering = new ArrayList<>(
        standing.bundles().stream().filter(bundle -> offers(bundle, kind, part)).toList());
    offering.addAll(
        beside.started().stream().map(set -> set.bundles().getFirst()).filter(b -> offers(b, kind, part)).toList());
    return offering;
  }

  private static boolean offers(Bundle bundle, String kind, String part) {
    ServiceReference<?>[] references = bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
    return references != null && Arrays.stream(references)
        .anyMatch(reference -> part.equals(reference.getProperty(Name.PROPERTY))
            && Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(kind));
  }

  /** Whether it is wired as new work would be. */
  private boolean wiredInForce(Bundle bundle) {
    PartSet set = wiring.of(bundle);
    PartFile file = set.files().get(set.bundles().indexOf(bundle));
    return Wires.of(bundle).entrySet().stream().filter(wire -> set.bundle(wire.getValue()) != null)
        .allMatch(wire -> available.exporter(file, wire.getKey(), wire.getValue()).equals(wire.getValue()));
  }

  /** A bundle of the standing set, or one for which a set was loaded. */
  private Bundle root(String label) {
    Bundle found = standing.bundle(label);
    for (PartSet set : beside.started()) {
      found = found == null && set.root().label().equals(label) ? set.bundles().getFirst() : found;
    }
    return found;
  }

  private void requireStarted() {
    if (standing == null) {
      throw new IllegalStateException("the parts have not been started (ansatz.main=parts)");
    }
  }

  @Override
  public boolean promoted(String name, String version) {
    requireStarted();
    Optional<String> inForce = available.inForce(name);
    if (inForce.isPresent()) {
      return inForce.get().equals(version);
    }
    return installer.platform().stream().anyMatch(b -> PartSet.label(b).equals(name + "@" + version));
  }

  @Override
  public List<Long> load(String label) {
    requireStarted();
    PartFile exporter = known(label);
    List<PartFile> importers = StandingImporters.of(exporter.name(), standing);
    if (importers.isEmpty()) {
      return List.of();
    }
    PartSet set = beside.load(exporter, importers, standing);
    Set<String> labels = importers.stream().map(PartFile::label).collect(Collectors.toSet());
    return set.bundles().stream().filter(bundle -> labels.contains(PartSet.label(bundle))).map(Bundle::getBundleId)
        .toList();
  }

  /** A version, retired or not. */
  private PartFile known(String label) {
    int at = label.indexOf('@');
    Optional<PartFile> file = at < 0
        ? Optional.empty()
        : available.known(label.substring(0, at), AvailableParts.version(label.substring(at + 1)));
    return file.orElseThrow(() -> new ConfigException(label + " is not known here — ansatz bundle list names what is"));
  }

  @Override
  public Map<String, Object> bootSet(List<String> labels) {
    requireStarted();
    Map<String, PartFile> others = new TreeMap<>();
    beside.started().forEach(set -> others.put(set.root().label(), set.root()));
    for (String label : labels) {
      PartFile found = known(label);
      others.put(found.label(), found);
    }
    Map<String, String> promoted = new TreeMap<>();
    for (PartFile file : standing.files()) {
      available.inForce(file.name()).filter(version -> !version.equals(file.version()))
          .flatMap(version -> available.known(file.name(), version)).ifPresent(found -> {
            promoted.put(found.name(), found.version());
            others.put(found.label(), found);
          });
    }
    standing.files().forEach(file -> others.remove(file.label()));
    return new BootSet(standing.files().stream().map(available::digested).toList(),
        others.values().stream().map(available::digested).toList(), promoted, null, null).tree();
  }

  @Override
  public List<Loaded> loaded() {
    requireStarted();
    String label = candidate;
    if (label != null) {
      try {
        load(label.substring(0, label.indexOf('@')), label.substring(label.indexOf('@') + 1));
      } finally {
        candidate = null;
      }
    }
    List<Loaded> loaded = new ArrayList<>();
    for (PartSet set : Stream.concat(Stream.of(standing), beside.started().stream()).toList()) {
      List<Bundle> bundles = set.bundles();
      for (int i = 0; i < bundles.size(); i++) {
        loaded.add(loaded(bundles.get(i).getBundleId(), set.files().get(i), set == standing));
      }
    }
    beside.remains().forEach(file -> loaded.add(loaded(-1, file, false)));
    return loaded;
  }

  private Loaded loaded(long bundle, PartFile file, boolean standing) {
    return new Loaded(bundle, file.name(), file.version(), available.digested(file).sha256(), standing);
  }

  @Override
  public Unloaded unload(String name, String version, List<String> holders) {
    requireStarted();
    String label = name + "@" + AvailableParts.version(version);
    if (standing.bundle(label) != null) {
      throw new RefusedException(label + " is in the standing set of this process — end it, or promote another version "
          + "and start anew");
    }
    if (!holders.isEmpty()) {
      throw new RefusedException(label + " is held by " + String.join(", ", holders) + " — swap it out first");
    }
    return beside.unload(label, finder());
  }

  private Optional<HolderFinder> finder() {
    ServiceReference<HolderFinder> reference = context.getServiceReference(HolderFinder.class);
    return Optional.ofNullable(reference).map(context::getService);
  }
}
