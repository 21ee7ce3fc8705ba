package ansatz.bundles.live.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import java.util.List;
import java.util.SortedMap;

/** A catalogue on a disk that cannot be written. */
record ReadOnly(BundleCatalogue home) implements BundleCatalogue {
  @Override
  public List<BundleVersion> versions() {
    return home.versions();
  }

  @Override
  public List<Generation> generations() {
    return home.generations();
  }

  @Override
  public void stage(BundleVersion version) {
    throw new IllegalStateException("read-only");
  }

  @Override
  public void retire(String name, String version, String who) {
    throw new IllegalStateException("read-only");
  }

  @Override
  public Generation advance(long expected, SortedMap<String, String> promoted, String who, String what) {
    throw new IllegalStateException("read-only");
  }

  @Override
  public void mark(long number, Generation.State state, String process) {
    throw new IllegalStateException("read-only");
  }
}
