package ansatz.bundles.live.internal;

import ansatz.experiment.RunException;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts with which a child process starts, as its parent wrote them down.
 *
 * @param standing what new work uses
 * @param beside what may be loaded beside it
 * @param promoted name to version, one of {@code beside}, of what was promoted since the parent started
 * @param admission folder of the bundles that judge a candidate; null for none
 * @param candidate {@code name@version} that is judged, one of {@code beside}; null for none
 */
record BootSet(List<PartFile> standing, List<PartFile> beside, Map<String, String> promoted, Path admission,
    String candidate) {
  static BootSet read(Path file) {
    try {
      Map<String, Object> tree = Trees.fromJson(Files.readAllBytes(file));
      return new BootSet(parts(tree, "standing"), parts(tree, "beside"), versions(tree),
          tree.get("admission") instanceof String folder ? Path.of(folder) : null,
          tree.get("candidate") instanceof String label ? label : null);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("the boot set " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> versions(Map<String, Object> tree) {
    Map<String, String> versions = new TreeMap<>();
    if (tree.get("promoted") instanceof Map<?, ?> promoted) {
      promoted.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    }
    return versions;
  }

  private static List<PartFile> parts(Map<String, Object> tree, String key) {
    List<PartFile> parts = new ArrayList<>();
    if (tree.get(key) instanceof List<?> entries) {
      for (Object entry : entries) {
        parts.add(PartFile.of((Map<?, ?>) entry));
      }
    }
    return parts;
  }

  /** A tree that callers may add to. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("standing", new ArrayList<>(standing.stream().map(PartFile::tree).toList()));
    tree.put("beside", new ArrayList<>(beside.stream().map(PartFile::tree).toList()));
    tree.put("promoted", promoted);
    return tree;
  }
}
