package ansatz.bundles.library.internal;

import ansatz.bundles.ContentDigest;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;

/** Rules for a bundle's file alone, without a look at other bundles; each has a message with rule and cure. */
final class JarCheck {
  private static final String EXECUTION_ENVIRONMENT = "osgi.ee";
  private static final int FIRST_OF_NEW_NUMBERS = 9;

  private final String jar;
  private final Attributes manifest;

  private JarCheck(String jar, Attributes manifest) {
    this.jar = jar;
    this.manifest = manifest;
  }

  /**
   * Reads every entry and the manifest.
   *
   * @param file a copy that nobody changes
   * @param jar what to call it in messages
   * @throws ConfigException when it is no bundle
   * @throws RefusedException for a bundle that breaks a rule
   */
  static BundleFile check(Path file, String jar) throws IOException {
    if (Files.size(file) > JarContent.MOST_BYTES) {
      throw new RefusedException(jar + ": it is larger than " + (JarContent.MOST_BYTES >> 20)
          + " MB — put data into files beside the bundle");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JarContent.check(jar, zip, JarContent.MOST_BYTES);
      JarCheck check = new JarCheck(jar, manifest(jar, zip));
      check.identity();
      check.refusedHeaders();
      check.imports();
      check.java();
      return new BundleFile(file, check.name(), check.version(), ContentDigest.of(file), Files.size(file));
    } catch (ZipException | EOFException e) {
      throw new Damaged(jar + ": it is no jar, or a damaged one (" + e.getMessage() + ") — build or copy it again");
    }
  }

  /** The file cannot be read as a jar: perhaps somebody is still writing it. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String message) {
      super(message);
    }
  }

  /** The file as it stands in a distribution: name and version, unchecked. */
  static BundleFile read(Path file, String sha256) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JarCheck check = new JarCheck(file.toString(), manifest(file.toString(), zip));
      return new BundleFile(file, check.name(), check.version(), sha256, Files.size(file));
    }
  }

  private static Attributes manifest(String jar, ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
    if (entry == null) {
      throw new ConfigException(jar + ": no " + JarFile.MANIFEST_NAME + ", so it is no bundle — build it with bnd");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new Manifest(new ByteArrayInputStream(in.readAllBytes())).getMainAttributes();
    } catch (IOException e) {
      throw new ConfigException(jar + ": its manifest cannot be read (" + e.getMessage() + ") — build it with bnd", e);
    }
  }

  private String name() {
    String header = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
    return header == null ? "" : header.split(";")[0].strip();
  }

  private String version() {
    String header = manifest.getValue(Constants.BUNDLE_VERSION);
    return header == null ? Version.emptyVersion.toString() : Version.parseVersion(header).toString();
  }

  private void identity() {
    if (!"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
      throw new ConfigException(jar + ": Bundle-ManifestVersion is not 2, so it is no bundle — build it with bnd");
    }
    if (!name().matches("[\\w-]+(\\.[\\w-]+)*")) {
      throw new ConfigException(jar + ": Bundle-SymbolicName '" + name() + "' is no name — letters, digits, _ and -, "
          + "in parts separated by dots");
    }
    String version = manifest.getValue(Constants.BUNDLE_VERSION);
    if (version == null) {
      throw new ConfigException(jar + ": no Bundle-Version — set one, such as 1.0.1");
    }
    try {
      version();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(jar + ": Bundle-Version '" + version + "' is none — write numbers, such as 1.0.1", e);
    }
  }

  private void refusedHeaders() {
    Map<String, String> refused = Map.of(Constants.FRAGMENT_HOST,
        "would change another bundle from within — make it a bundle of its own", Constants.REQUIRE_BUNDLE,
        "ties it to a bundle rather than to packages with versions — use Import-Package",
        Constants.DYNAMICIMPORT_PACKAGE, "lets it be wired otherwise than it was admitted — use Import-Package");
    refused.forEach((header, reason) -> {
      if (manifest.getValue(header) != null) {
        throw refused(header + " " + reason);
      }
    });
    if (ManifestClauses.value(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME), Constants.SINGLETON_DIRECTIVE)
        .equals("true")) {
      throw refused("singleton:=true does not let two versions live beside each other — take the directive away");
    }
  }

  /** A bundle that imports what it exports is wired to its elder sister and runs the old classes. */
  private void imports() {
    Set<String> both = new HashSet<>(ManifestClauses.names(manifest.getValue(Constants.EXPORT_PACKAGE)));
    both.retainAll(new HashSet<>(ManifestClauses.names(manifest.getValue(Constants.IMPORT_PACKAGE))));
    if (!both.isEmpty()) {
      throw refused("it imports its own package " + String.join(", ", both.stream().sorted().toList())
          + " and would run another version's classes — @Export(substitution = NOIMPORT) in package-info.java");
    }
  }

  private void java() {
    int here = Runtime.version().feature();
    for (String clause : ManifestClauses.of(manifest.getValue(Constants.REQUIRE_CAPABILITY))) {
      if (clause.split(";")[0].strip().equals(EXECUTION_ENVIRONMENT)
          && !offered(ManifestClauses.value(clause, "filter"))) {
        throw refused("it requires " + ManifestClauses.value(clause, "filter") + ", this is Java " + here
            + " — compile with --release " + here);
      }
    }
    @SuppressWarnings("deprecation")
    List<String> environments = ManifestClauses.of(manifest.getValue(Constants.BUNDLE_REQUIREDEXECUTIONENVIRONMENT));
    if (!environments.isEmpty() && environments.stream().noneMatch(e -> feature(e) <= here)) {
      throw refused("it requires " + String.join(", ", environments) + ", this is Java " + here
          + " — compile with --release " + here);
    }
  }

  private boolean offered(String filter) {
    List<Version> versions = new ArrayList<>();
    for (int minor = 0; minor < FIRST_OF_NEW_NUMBERS; minor++) {
      versions.add(new Version(1, minor, 0));
    }
    for (int major = FIRST_OF_NEW_NUMBERS; major <= Runtime.version().feature(); major++) {
      versions.add(new Version(major, 0, 0));
    }
    try {
      return filter.isEmpty()
          || FrameworkUtil.createFilter(filter).matches(Map.of(EXECUTION_ENVIRONMENT, "JavaSE", "version", versions));
    } catch (InvalidSyntaxException e) {
      throw new ConfigException(jar + ": Require-Capability has a filter that is none: " + filter
          + " — build it with bnd", e);
    }
  }

  /** {@code JavaSE-1.8} is 8, {@code JavaSE-26} is 26; what is no Java SE is not known to be too new. */
  private static int feature(String environment) {
    String number = environment.replaceFirst("^J(ava|2)SE-(1\\.)?", "");
    return number.matches("\\d+") ? Integer.parseInt(number) : 0;
  }

  private RefusedException refused(String rule) {
    return new RefusedException(jar + ": " + rule);
  }
}
