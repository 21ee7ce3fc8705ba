package ansatz.bundles.library.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import ansatz.experiment.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A catalogue in memory that keeps the rules. */
final class ListedCatalogue implements BundleCatalogue {
  private final List<BundleVersion> versions = new ArrayList<>();
  private final List<Generation> generations = new ArrayList<>();
  int staged;

  @Override
  public List<BundleVersion> versions() {
    return List.copyOf(versions);
  }

  @Override
  public void stage(BundleVersion version) {
    for (BundleVersion known : versions) {
      if (known.label().equals(version.label()) && !known.sha256().equals(version.sha256())) {
        throw new RefusedException(version.label() + " is known with another content");
      }
    }
    versions.removeIf(known -> known.label().equals(version.label()));
    versions.add(version);
    staged++;
  }

  @Override
  public void retire(String name, String version, String who) {
    versions.replaceAll(v -> v.label().equals(name + "@" + version)
        ? new BundleVersion(name, version, v.sha256(), BundleVersion.State.RETIRED, v.bytes(), v.installed(), v.who())
        : v);
  }

  @Override
  public List<Generation> generations() {
    return List.copyOf(generations.reversed());
  }

  @Override
  public Generation advance(long expected, SortedMap<String, String> promoted, String who, String what) {
    if (expected != generations.size()) {
      throw new RefusedException("there is a newer generation");
    }
    Generation next = new Generation(expected + 1, promoted, Generation.State.NEW, "", Instant.EPOCH, who, what);
    generations.add(next);
    return next;
  }

  @Override
  public void mark(long number, Generation.State state, String process) {
    generations.replaceAll(g -> g.number() == number
        ? new Generation(number, g.promoted(), state, process, g.created(), g.who(), g.what())
        : g);
  }
}
