package ansatz.bundles.library.internal;

import ansatz.bundles.DigestCache;
import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files that this workbench was built with: the platform, the built-in parts, and what admission adds. */
final class Distribution {
  private final Path folder;
  private final DigestCache digests;
  private List<BundleFile> parts;

  Distribution(Path folder, DigestCache digests) {
    this.folder = folder;
    this.digests = digests;
  }

  Path folder() {
    return folder;
  }

  /** Bundles that only a judging process has. */
  Path admission() {
    return folder.resolve("admission");
  }

  Path launcher() {
    return folder.resolve("lib").resolve("ansatz.launcher.jar");
  }

  /** Built-in parts, by name. */
  synchronized List<BundleFile> parts() {
    if (parts == null) {
      List<BundleFile> read = new ArrayList<>();
      try {
        for (Path jar : jars(folder.resolve("parts"))) {
          read.add(JarCheck.read(jar, digests.of(jar)));
        }
      } catch (IOException e) {
        throw unreadable("parts", e);
      }
      digests.save();
      parts = List.copyOf(read);
    }
    return parts;
  }

  /** Symbolic names of what changes only with the distribution. */
  Set<String> platform() {
    Set<String> names = new TreeSet<>();
    try {
      for (String where : List.of("bundles", "lib", "admission")) {
        for (Path jar : jars(folder.resolve(where))) {
          names.add(JarCheck.read(jar, "").name());
        }
      }
    } catch (IOException e) {
      throw unreadable("bundles", e);
    }
    return names;
  }

  /**
   * What a process starts with, this platform on this Java and these parts, in one digest; empty while files change.
   *
   * @param standing the parts
   */
  String digest(Collection<BundleFile> standing) {
    SortedSet<String> lines = new TreeSet<>();
    lines.add("java " + Runtime.version() + " " + System.getProperty("java.home"));
    standing.forEach(part -> lines.add("part " + part.label() + " " + part.sha256()));
    try {
      for (Path file : platformFiles()) {
        String stamp = digests.stamp(file);
        if (stamp.isEmpty()) {
          return "";
        }
        lines.add("platform " + folder.relativize(file) + " " + stamp);
      }
    } catch (IOException e) {
      throw unreadable("bundles", e);
    }
    return HexFormat.of().formatHex(Trees.digest().digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  private List<Path> platformFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String where : List.of("bundles", "lib", "config")) {
      files.addAll(files(folder.resolve(where)));
    }
    return files;
  }

  private RunException unreadable(String what, IOException e) {
    return new RunException(folder + ": its " + what + " cannot be read (" + e + ") — build the distribution again", e);
  }

  private static List<Path> jars(Path folder) throws IOException {
    return files(folder).stream().filter(file -> file.toString().endsWith(".jar")).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
