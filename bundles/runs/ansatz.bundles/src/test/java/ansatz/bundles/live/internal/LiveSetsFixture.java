package ansatz.bundles.live.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.ContentDigest;
import ansatz.bundles.MemoryCatalogue;
import ansatz.bundles.Wires;
import ansatz.experiment.Home;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** A framework, a distribution's folder of parts, and a home with a catalogue. */
public final class LiveSetsFixture implements AutoCloseable {
  public static final String KIND = Supplier.class.getName();

  public final Path folder;
  final Path parts;
  public final MemoryCatalogue catalogue = new MemoryCatalogue();
  /** Of one bundle's start or stop. */
  public Duration limit = Duration.ofMillis(700);
  /** How long to wait for a loader to be collected. */
  public Duration proof = Duration.ofSeconds(2);
  final Map<String, String> properties = new HashMap<>();
  private final String oldHome = System.getProperty(Home.PROPERTY);
  private final List<Path> platform = new ArrayList<>();
  private Framework framework;

  public LiveSetsFixture(Path folder) throws IOException {
    this.folder = folder;
    this.parts = Files.createDirectories(folder.resolve("dist/parts"));
    System.setProperty(Home.PROPERTY, folder.resolve("home").toString());
    Files.createDirectories(Home.current().bundles());
  }

  /** Adds a part to the distribution. */
  public Path builtIn(CompiledBundle bundle) throws IOException {
    Path jar = bundle.to(folder);
    return Files.move(jar, parts.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Adds a platform bundle. */
  Path platform(CompiledBundle bundle) throws IOException {
    platform.add(bundle.to(folder));
    return platform.getLast();
  }

  /** Puts a bundle into the home as if it had been admitted with these wires. */
  BundleVersion staged(Path jar, String name, String version, Map<String, String> wires) throws IOException {
    return staged(jar, name, version, wires, List.of());
  }

  /** The same, tried together with parts that import from it. */
  BundleVersion staged(Path jar, String name, String version, Map<String, String> wires, List<String> importers)
      throws IOException {
    String sha256 = ContentDigest.of(jar);
    Files.copy(jar, Home.current().bundles().resolve(sha256 + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(Home.current().bundles().resolve(sha256 + ".verdict.json"),
        Trees.json(Map.of("wires", wires, "offers", List.of(Map.of("kind", KIND, "name", name)), "importers",
            importers)));
    BundleVersion staged = new BundleVersion(name, version, sha256, BundleVersion.State.STAGED, Files.size(jar),
        Instant.EPOCH, "tester");
    catalogue.stage(staged);
    return staged;
  }

  BundleVersion staged(CompiledBundle bundle, String name, String version) throws IOException {
    return staged(bundle.to(folder), name, version, Map.of());
  }

  /** Starts the framework and the standing set. */
  public LiveSets boot() throws BundleException {
    Map<String, String> configuration = new HashMap<>(properties);
    configuration.put("org.osgi.framework.storage", folder.resolve("cache").toString());
    configuration.put("org.osgi.framework.storage.clean", "onFirstInit");
    configuration.put("org.osgi.framework.bsnversion", "multiple");
    configuration.put("felix.log.level", "0");
    configuration.put("ansatz.dist", folder.resolve("dist").toString());
    framework = new FrameworkFactory().newFramework(configuration);
    framework.start();
    for (Path jar : platform) {
      context().installBundle("reference:" + jar.toUri()).start();
    }
    context().registerService(BundleCatalogue.class, catalogue, null);
    LiveSets sets = new LiveSets(context(), limit, proof);
    sets.run();
    return sets;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** What the bundle's service says; nothing of it is kept. */
  public Object says(long bundle) {
    ServiceReference<?> reference = context().getBundle(bundle).getRegisteredServices()[0];
    try {
      return ((Supplier<?>) context().getService(reference)).get();
    } finally {
      context().ungetService(reference);
    }
  }

  List<String> labels() {
    return Stream.of(context().getBundles()).filter(bundle -> bundle.getBundleId() != 0)
        .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED).map(PartSet::label).sorted().toList();
  }

  Map<String, String> wires(long bundle) {
    return Wires.of(context().getBundle(bundle));
  }

  /** Links in the scratch folder. */
  List<Path> links() throws IOException {
    Path sets = context().getDataFile("sets").toPath();
    if (!Files.exists(sets)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sets)) {
      return files.filter(file -> !file.equals(sets)).toList();
    }
  }

  @Override
  public void close() throws BundleException {
    if (framework != null) {
      framework.stop();
      try {
        framework.waitForStop(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (oldHome == null) {
      System.clearProperty(Home.PROPERTY);
    } else {
      System.setProperty(Home.PROPERTY, oldHome);
    }
  }
}
