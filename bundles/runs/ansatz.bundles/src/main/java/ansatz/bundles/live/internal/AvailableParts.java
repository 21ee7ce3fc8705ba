package ansatz.bundles.live.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.ContentStore;
import ansatz.bundles.DigestCache;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * Which versions of parts there are and which one is in force: the distribution's and the home's, or, in a child process,
 * what its parent said.
 */
final class AvailableParts {
  private final BundleContext context;
  private final BootSet given;
  private final boolean safe;
  private final Map<String, PartFile> builtIn = new TreeMap<>();
  private final DigestCache digests;
  private BundleCatalogue catalogue;

  /** @param given null where the home decides; @param safe whether the home is not asked what was promoted */
  AvailableParts(BundleContext context, BootSet given, boolean safe) {
    this.context = context;
    this.given = given;
    this.safe = safe;
    this.digests = new DigestCache(Home.current().folder().resolve("digests.json"), Disk.SYSTEM);
  }

  /** Remembers what the distribution or the parent brought. */
  synchronized void builtIn(PartFile file) {
    builtIn.put(file.name(), file);
  }

  /** The home's catalogue; empty in a child process and where no bundle offers one. */
  synchronized Optional<BundleCatalogue> catalogue() {
    if (catalogue == null && given == null) {
      ServiceReference<BundleCatalogue> reference = context.getServiceReference(BundleCatalogue.class);
      catalogue = reference == null ? null : context.getService(reference);
    }
    return Optional.ofNullable(catalogue);
  }

  /** The version of a part that new work uses; empty for a part that new work does not know. */
  synchronized Optional<String> inForce(String name) {
    String promoted = promoted().get(name);
    return promoted != null
        ? Optional.of(promoted)
        : Optional.ofNullable(builtIn.get(name)).map(PartFile::version);
  }

  /** Name to version of what takes the place of built-in parts, as the home says now. */
  Map<String, String> promoted() {
    if (given != null) {
      return given.promoted();
    }
    Optional<BundleCatalogue> home = safe ? Optional.empty() : catalogue();
    return home.map(c -> (Map<String, String>) c.inForce().promoted()).orElse(Map.of());
  }

  /** A version to load. @throws RefusedException when it is retired */
  Optional<PartFile> find(String name, String version) {
    requireUsable(name, version);
    return known(name, version);
  }

  /** @throws RefusedException when it is retired, as the home says now */
  void requireUsable(String name, String version) {
    if (installed(name, version).filter(v -> v.state() == BundleVersion.State.RETIRED).isPresent()) {
      throw new RefusedException(
          name + "@" + version + " is retired: no new work may use it — take another version, or "
              + "bring it back with ansatz bundle install FILE.jar");
    }
  }

  /** A version, retired or not. */
  synchronized Optional<PartFile> known(String name, String version) {
    PartFile own = builtIn.get(name);
    if (own != null && own.version().equals(version)) {
      return Optional.of(own);
    }
    if (given != null) {
      return given.beside().stream().filter(f -> f.name().equals(name) && f.version().equals(version)).findFirst();
    }
    return installed(name, version).map(AvailableParts::file);
  }

  private Optional<BundleVersion> installed(String name, String version) {
    return catalogue().flatMap(c -> c.find(name, version));
  }

  /** Everything that may be loaded. */
  synchronized List<PartFile> usable() {
    List<PartFile> usable = new ArrayList<>(builtIn.values());
    if (given != null) {
      usable.addAll(given.beside());
    }
    catalogue().map(BundleCatalogue::versions).orElse(List.of()).stream()
        .filter(v -> v.state() == BundleVersion.State.STAGED).map(AvailableParts::file).forEach(usable::add);
    return usable;
  }

  static PartFile file(BundleVersion version) {
    return new PartFile(version.name(), version.version(), version.sha256(),
        new ContentStore(Home.current(), Disk.SYSTEM).path(version.sha256()));
  }

  /** With its digest. */
  PartFile digested(PartFile file) {
    if (!file.sha256().isEmpty()) {
      return file;
    }
    try {
      return new PartFile(file.name(), file.version(), digests.of(file.file()), file.file());
    } catch (IOException e) {
      throw new RunException(file.file() + ": its content cannot be read for the digest: " + e.getMessage(), e);
    }
  }

  /** The verdict that a version must live up to: one that the home admitted. Built-in parts have none. */
  Optional<AdmissionRecord> verdict(PartFile file) {
    Optional<AdmissionRecord> verdict = readable(file);
    if (admitted(file) && verdict.isEmpty()) {
      throw new RefusedException(file.label() + " has no verdict of admission that can be read in "
          + Home.current().bundles().toAbsolutePath() + " — bring it back with ansatz bundle install FILE.jar");
    }
    return verdict;
  }

  private Optional<AdmissionRecord> readable(PartFile file) {
    return admitted(file) ? AdmissionRecord.beside(file.file()) : Optional.empty();
  }

  private boolean admitted(PartFile file) {
    return given == null && file.file().toAbsolutePath().startsWith(Home.current().bundles().toAbsolutePath());
  }

  /**
   * The bundle, {@code name@version}, from which a part gets a package in new work: the version in force where the two
   * were tried together, else the one with which it was admitted. A part without a verdict takes what is in force.
   *
   * @param present what it is wired to, or would be
   */
  String exporter(PartFile importer, String packageName, String present) {
    Optional<String> admitted = readable(importer).map(verdict -> verdict.wires().get(packageName));
    String then = admitted.orElse(present);
    String name = then.substring(0, then.indexOf('@'));
    Optional<String> version = inForce(name).filter(now -> admitted.isEmpty() || together(importer, name, now));
    return version.map(now -> name + "@" + now).orElse(then);
  }

  /** Whether that version of the exporter was admitted together with the part that imports from it. */
  private boolean together(PartFile importer, String name, String version) {
    return known(name, version).flatMap(exporter -> AdmissionRecord.beside(exporter.file()))
        .filter(verdict -> verdict.importers().contains(importer.label())).isPresent();
  }

  /** {@code 1.1} is {@code 1.1.0}. */
  static String version(String text) {
    try {
      return Version.parseVersion(text).toString();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("version " + text + " is none: three numbers and a qualifier, such as 1.0.1", e);
    }
  }
}
