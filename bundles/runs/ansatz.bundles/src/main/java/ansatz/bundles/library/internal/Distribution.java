package ansatz.bundles.library.internal;

import ansatz.bundles.DigestCache;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files that this workbench was built with: the platform, the built-in parts, and what admission adds. */
final class Distribution {
  private final Path folder;
  private final DigestCache digests;
  private List<Candidate> parts;

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
  synchronized List<Candidate> parts() {
    if (parts == null) {
      List<Candidate> read = new ArrayList<>();
      try {
        for (Path jar : jars(folder.resolve("parts"))) {
          read.add(JarCheck.read(jar, digests.of(jar)));
        }
      } catch (IOException e) {
        throw new RunException(folder + ": its parts cannot be read (" + e + ") — build the distribution again", e);
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
      throw new RunException(folder + ": its bundles cannot be read (" + e + ") — build the distribution again", e);
    }
    return names;
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
