package ansatz.bundles.live.internal;

import ansatz.experiment.Trees;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What admission found out about a version.
 *
 * @param wires package to {@code name@version} of the bundle that it came from
 * @param offers services, as {@link #offer} writes them
 * @param importers labels of the parts that were tried together with it, since they import from it
 */
record AdmissionRecord(SortedMap<String, String> wires, Set<String> offers, Set<String> importers) {
  /** The verdict kept beside a jar of the content store; empty where there is none that can be read. */
  static Optional<AdmissionRecord> beside(Path jar) {
    String name = jar.getFileName().toString();
    Path file = jar.resolveSibling(name.substring(0, name.length() - ".jar".length()) + ".verdict.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> tree = Trees.fromJson(Files.readAllBytes(file));
      SortedMap<String, String> wires = new TreeMap<>();
      if (tree.get("wires") instanceof Map<?, ?> found) {
        found.forEach((wired, to) -> wires.put(wired.toString(), to.toString()));
      }
      Set<String> offers = new HashSet<>();
      if (tree.get("offers") instanceof List<?> found) {
        for (Object entry : found) {
          Map<?, ?> offer = (Map<?, ?>) entry;
          offers.add(offer(offer.get("kind"), offer.get("name")));
        }
      }
      Set<String> importers = new HashSet<>();
      if (tree.get("importers") instanceof List<?> found) {
        found.forEach(label -> importers.add(label.toString()));
      }
      return Optional.of(new AdmissionRecord(wires, offers, importers));
    } catch (IOException | RuntimeException e) {
      // Whoever needs this version is told that it has no verdict; others need not care.
      System.getLogger(AdmissionRecord.class.getName()).log(Level.WARNING, file + ": not a verdict: " + e);
      return Optional.empty();
    }
  }

  static String offer(Object kind, Object part) {
    return kind + " " + part;
  }

  boolean offers(String kind, String part) {
    return offers.contains(offer(kind, part));
  }
}
