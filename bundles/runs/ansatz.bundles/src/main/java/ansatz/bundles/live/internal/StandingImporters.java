package ansatz.bundles.live.internal;

import ansatz.bundles.Wires;
import ansatz.experiment.RefusedException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRequirement;

/** The parts of the standing set that are wired to another one, and whether they go with a new version of it. */
final class StandingImporters {
  private StandingImporters() {}

  /** Those that import from a bundle of that name, directly or through others. */
  static List<PartFile> of(String name, PartSet standing) {
    Map<String, PartFile> found = new LinkedHashMap<>();
    Set<String> exporters = new HashSet<>(Set.of(name));
    List<Bundle> bundles = standing.bundles();
    for (int before = -1; before < found.size();) {
      before = found.size();
      for (int i = 0; i < bundles.size(); i++) {
        String importer = bundles.get(i).getSymbolicName();
        boolean wired = Wires.of(bundles.get(i)).values().stream().map(StandingImporters::name)
            .anyMatch(exporters::contains);
        if (wired && exporters.add(importer)) {
          found.put(importer, standing.files().get(i));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static String name(String label) {
    return label.substring(0, label.indexOf('@'));
  }

  /** @throws RefusedException when one of them cannot be wired to what takes the place of its exporter */
  static void requireFit(PartSet set, PartSet standing) {
    List<Bundle> bundles = set.bundles();
    Set<String> replaced = bundles.stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
    for (Bundle importer : bundles.subList(1, bundles.size())) {
      Map<String, String> wires = Wires.of(standing.bundle(PartSet.label(importer)));
      for (BundleRequirement requirement : Imports.needed(importer)) {
        String wired = wires.get(Imports.name(requirement));
        if (wired != null && replaced.contains(name(wired)) && !Imports.met(requirement, bundles)) {
          throw new RefusedException(PartSet.label(importer) + " does not go with " + set.root().label() + ": "
              + Imports.lack(requirement, bundles) + " — let it import both, and promote that first");
        }
      }
    }
  }
}
