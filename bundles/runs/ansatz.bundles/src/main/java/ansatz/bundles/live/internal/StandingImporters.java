package ansatz.bundles.live.internal;

import ansatz.bundles.Wires;
import ansatz.experiment.RefusedException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/** Which parts of the standing set are wired to another one, and whether copies of them are wired to its new version. */
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

  /** @throws RefusedException when a bundle of a set is wired to two versions, or not to the one that the set is for */
  static void requireOneVersion(PartSet set) {
    Set<String> names = new HashSet<>();
    for (Bundle bundle : set.bundles()) {
      if (!names.add(bundle.getSymbolicName())) {
        throw new RefusedException(PartSet.label(bundle) + " is imported by a part that does not go with "
            + set.root().label() + " — build that part against it, then install and promote both");
      }
    }
  }
}
