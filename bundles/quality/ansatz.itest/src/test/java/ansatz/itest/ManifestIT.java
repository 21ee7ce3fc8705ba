package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** The rules of the house, read off the manifests of everything that the launcher installs. */
class ManifestIT {
  /** The wings and what each may depend on, besides itself. */
  private static final Map<String, List<String>> WINGS = new LinkedHashMap<>();
  /** API bundles that every wing above may see, whatever its row says. */
  private static final Map<String, List<String>> EXTRA = Map.of("data", List.of("ansatz.learn", "ansatz.linalg"));

  private static final Map<String, Manifest> ALL = new TreeMap<>();
  private static final Map<String, Path> JARS = new TreeMap<>();

  static {
    WINGS.put("compute", List.of());
    WINGS.put("learning", List.of("compute"));
    WINGS.put("models", List.of("learning", "compute"));
    WINGS.put("data", List.of());
    WINGS.put("runs", List.of("compute", "learning", "models", "data"));
    WINGS.put("surfaces", List.of("runs", "data", "models", "learning", "compute"));
  }

  @BeforeAll
  static void readManifests() throws IOException {
    try (Stream<Path> platform = Files.walk(Workbench.dist().resolve("bundles"));
        Stream<Path> parts = Files.walk(Workbench.dist().resolve("parts"))) {
      for (Path jar : Stream.concat(platform, parts).filter(f -> f.toString().endsWith(".jar")).toList()) {
        try (JarFile file = new JarFile(jar.toFile())) {
          String name = file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME).split(";")[0];
          ALL.put(name, file.getManifest());
          JARS.put(name, jar);
        }
      }
    }
  }

  private static Map<String, Manifest> own() {
    Map<String, Manifest> own = new TreeMap<>(ALL);
    own.keySet().removeIf(name -> !name.startsWith("ansatz."));
    return own;
  }

  private static String header(Manifest manifest, String name) {
    String value = manifest.getMainAttributes().getValue(name);
    return value == null ? "" : value;
  }

  /** Package names of an import or export header. */
  private static Set<String> packages(Manifest manifest, String header) {
    Set<String> packages = new HashSet<>();
    String bare = header(manifest, header).replaceAll("\"[^\"]*\"", "");
    for (String clause : bare.split(",")) {
      if (!clause.isBlank()) {
        packages.add(clause.split(";")[0].strip());
      }
    }
    return packages;
  }

  private static Path source(String name) throws IOException {
    try (Stream<Path> wings = Files.list(Workbench.root().resolve("bundles"))) {
      return wings.map(w -> w.resolve(name)).filter(Files::isDirectory).findFirst()
          .orElseThrow(() -> new AssertionError("no folder bundles/*/" + name));
    }
  }

  @Test
  void thereAreBundlesToJudge() {
    assertTrue(own().size() >= 18, own().keySet().toString());
  }

  @Test
  void folderArtifactNameAndRootPackageAgree() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : own().keySet()) {
      Path folder = source(name).resolve("src/main/java").resolve(name.replace("native", "natives").replace('.', '/'));
      if (!Files.isDirectory(folder)) {
        wrong.add(name + ": no package " + folder);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void noBundleImportsWhatItExports() {
    List<String> wrong = new ArrayList<>();
    own().forEach((name, manifest) -> {
      Set<String> both = packages(manifest, Constants.EXPORT_PACKAGE);
      both.retainAll(packages(manifest, Constants.IMPORT_PACKAGE));
      if (!both.isEmpty()) {
        wrong.add(name + " imports its own export " + both);
      }
    });
    assertEquals(List.of(), wrong);
  }

  @Test
  void nobodyRequiresBundlesImportsDynamicallyOrNeedsJunit() {
    List<String> wrong = new ArrayList<>();
    own().forEach((name, manifest) -> {
      for (String banned : List.of(Constants.REQUIRE_BUNDLE, Constants.DYNAMICIMPORT_PACKAGE)) {
        if (!header(manifest, banned).isEmpty()) {
          wrong.add(name + " has " + banned);
        }
      }
      if (packages(manifest, Constants.IMPORT_PACKAGE).stream().anyMatch(p -> p.startsWith("org.junit"))) {
        wrong.add(name + " imports JUnit");
      }
    });
    assertEquals(List.of(), wrong);
  }

  @Test
  void exportsAreVersionedAndOnlyOfTheOwnRoot() {
    List<String> wrong = new ArrayList<>();
    own().forEach((name, manifest) -> {
      String root = name.replace("native", "natives");
      for (String exported : packages(manifest, Constants.EXPORT_PACKAGE)) {
        // JNI binds jblas's library to the one loader of its classes, so its owner shares them with its users.
        boolean jni = name.equals("ansatz.native.jblas") && exported.equals("org.jblas");
        if (!jni && !exported.equals(root) && !exported.startsWith(root + ".") || exported.contains("internal")) {
          wrong.add(name + " exports " + exported);
        }
      }
      Matcher clause = Pattern.compile("(?<=^|,)(ansatz[\\w.]*)((?:;[^,\"]*(?:\"[^\"]*\")?)*)")
          .matcher(header(manifest, Constants.EXPORT_PACKAGE));
      while (clause.find()) {
        if (!clause.group(2).contains("version=")) {
          wrong.add(name + " exports " + clause.group(1) + " without a version");
        }
      }
    });
    assertEquals(List.of(), wrong);
  }

  @Test
  void wingsDependOnlyOnWingsBelow() throws IOException {
    Map<String, String> exporter = new TreeMap<>();
    own().forEach((name, manifest) -> packages(manifest, Constants.EXPORT_PACKAGE).forEach(p -> exporter.put(p, name)));
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Manifest> bundle : own().entrySet()) {
      String wing = source(bundle.getKey()).getParent().getFileName().toString();
      for (String imported : packages(bundle.getValue(), Constants.IMPORT_PACKAGE)) {
        String from = exporter.get(imported);
        if (from == null || from.equals(bundle.getKey())) {
          continue;
        }
        String other = source(from).getParent().getFileName().toString();
        boolean allowed = other.equals(wing) || WINGS.get(wing).contains(other)
            || EXTRA.getOrDefault(wing, List.of()).contains(from);
        if (!allowed) {
          wrong.add(bundle.getKey() + " (" + wing + ") depends on " + from + " (" + other + ")");
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void oneBundleHoldsEachNativeLibrary() throws IOException {
    Map<String, String> holder = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Path> jar : JARS.entrySet()) {
      try (JarFile file = new JarFile(jar.getValue().toFile())) {
        file.stream().map(e -> e.getName()).filter(n -> n.matches(".*/[^/]+\\.so(\\.\\d+)*")).forEach(n -> {
          String library = n.substring(n.lastIndexOf('/') + 1);
          String other = holder.put(library, jar.getKey());
          if (other != null && !other.equals(jar.getKey())) {
            wrong.add(library + " is in " + other + " and in " + jar.getKey());
          }
        });
      }
    }
    assertTrue(holder.containsKey("libopenblas.so.0"), holder.toString());
    assertEquals(List.of(), wrong);
  }

  @Test
  void noFileIsLongerThanTheHardStop() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Workbench.root().resolve("bundles"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java") && !f.toString().contains("/target/"))
          .toList()) {
        long lines = Files.readAllLines(file).size();
        if (lines > 600) {
          wrong.add(file.getFileName() + " has " + lines + " lines");
        }
      }
    }
    assertEquals(List.of(), wrong);
  }
}
