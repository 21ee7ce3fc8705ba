package ansatz.bundles.live.internal;

import ansatz.bundles.Wires;
import ansatz.experiment.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Brings a version beside the standing set: its jar, copies of the parts to whose packages it is wired, and no other. All
 * of it is resolved and compared with what was admitted, or nothing of it stays.
 */
final class SetLoader {
  private final Installer installer;
  private final AvailableParts available;
  private final Path folder;
  private final AtomicLong count = new AtomicLong();

  /** @param folder for links to jars */
  SetLoader(Installer installer, AvailableParts available, Path folder) {
    this.installer = installer;
    this.available = available;
    this.folder = folder;
  }

  /**
   * A set that is whole and has not started: nothing of its code has run.
   *
   * @param importers parts that shall be wired to the root
   * @throws RefusedException naming the bundle and why it cannot live here: package, wanted, present
   */
  PartSet prepare(PartFile root, List<PartFile> importers, PartSet standing) {
    PartSet set = new PartSet(PartSet.Purpose.BESIDE, root, folder.resolve(String.valueOf(count.incrementAndGet())));
    try {
      Optional<AdmissionRecord> verdict = available.verdict(root);
      Bundle bundle = installer.install(set, root.file(), root.sha256());
      requireLabel(root, bundle);
      importers.forEach(importer -> installer.install(set, importer.file(), importer.sha256()));
      StandingImporters.requireFit(set, standing);
      complete(set, standing);
      installer.resolve(set);
      verdict.ifPresent(v -> requireWires(root, bundle, v.wires()));
      return set;
    } catch (RuntimeException e) {
      installer.uninstall(set);
      throw e;
    }
  }

  private void requireLabel(PartFile root, Bundle bundle) {
    if (!PartSet.label(bundle).equals(root.label())) {
      throw new RefusedException(root.file() + " should hold " + root.label() + " and holds " + PartSet.label(bundle));
    }
    for (Bundle other : installer.platform()) {
      if (root.name().equals(other.getSymbolicName())) {
        throw new RefusedException(root.name() + " belongs to the platform, which changes only with the distribution");
      }
    }
  }

  /** Adds a copy of every part whose packages are needed, in the version in force or the one that was admitted. */
  private void complete(PartSet set, PartSet standing) {
    List<Bundle> platform = installer.platform();
    Set<Bundle> done = new HashSet<>();
    for (int i = 0; i < set.bundles().size(); i++) {
      Bundle member = set.bundles().get(i);
      for (BundleRequirement requirement : done.add(member) ? Imports.needed(member) : List.<BundleRequirement>of()) {
        if (!Imports.met(requirement, platform) && !Imports.met(requirement, set.bundles())
            && !addExporter(set, standing, set.files().get(i), requirement)) {
          List<Bundle> visible = new ArrayList<>(platform);
          visible.addAll(standing.bundles());
          throw new RefusedException(Imports.lack(requirement, visible)
              + " — build it against what is present, or install and promote what it needs first");
        }
      }
    }
  }

  private boolean addExporter(PartSet set, PartSet standing, PartFile member, BundleRequirement requirement) {
    String name = Imports.name(requirement);
    Optional<String> admitted = available.verdict(member).map(verdict -> verdict.wires().get(name));
    if (admitted.isPresent()) {
      String[] label = available.exporter(member, name, admitted.get()).split("@", 2);
      return available.find(label[0], label[1]).filter(file -> addIfMet(set, file, requirement)).isPresent();
    }
    for (Bundle bundle : standing.bundles()) {
      if (Imports.exports(bundle, name)) {
        Optional<PartFile> file = available.inForce(bundle.getSymbolicName())
            .flatMap(version -> available.find(bundle.getSymbolicName(), version));
        if (file.isPresent() && addIfMet(set, file.get(), requirement)) {
          return true;
        }
      }
    }
    for (Map.Entry<String, String> promoted : available.promoted().entrySet()) {
      boolean known = standing.bundle(promoted.getKey() + "@" + promoted.getValue()) != null;
      Optional<PartFile> file = known ? Optional.empty() : available.find(promoted.getKey(), promoted.getValue());
      if (file.isPresent() && addIfMet(set, file.get(), requirement)) {
        return true;
      }
    }
    return false;
  }

  private boolean addIfMet(PartSet set, PartFile file, BundleRequirement requirement) {
    Bundle copy = installer.install(set, file.file(), file.sha256());
    if (Imports.met(requirement, copy)) {
      return true;
    }
    installer.uninstall(copy);
    set.remove(copy);
    return false;
  }

  private void requireWires(PartFile root, Bundle bundle, Map<String, String> admitted) {
    Map<String, String> here = Wires.of(bundle);
    Set<String> packages = new HashSet<>(here.keySet());
    packages.addAll(admitted.keySet());
    for (String name : packages.stream().sorted().toList()) {
      String wanted = admitted.containsKey(name) ? available.exporter(root, name, admitted.get(name)) : "none";
      String present = here.getOrDefault(name, "none");
      if (!wanted.equals(present)) {
        throw new RefusedException(root.label() + " was admitted with another " + name + ": wanted " + wanted
            + ", present " + present + " — admit it anew with ansatz bundle install FILE.jar");
      }
    }
  }
}
