package ansatz.bundles;

import ansatz.experiment.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A catalogue that keeps the rules, and forgets. */
public final class MemoryCatalogue implements BundleCatalogue {
  private final List<BundleVersion> versions = new ArrayList<>();
  private final List<Generation> generations = new ArrayList<>();

  /** How often all of something was read. */
  public int listed;
  /** How often a version was staged. */
  public int staged;

  @Override
  public synchronized List<BundleVersion> versions() {
    listed++;
    return List.copyOf(versions);
  }

  @Override
  public synchronized Optional<BundleVersion> find(String name, String version) {
    return versions.stream().filter(v -> v.label().equals(name + "@" + version)).findFirst();
  }

  @Override
  public synchronized Generation inForce() {
    return Generation.inForce(generations.reversed());
  }

  @Override
  public synchronized void stage(BundleVersion version) {
    for (BundleVersion known : versions) {
      if (known.label().equals(version.label()) && !known.sha256().equals(version.sha256())) {
        throw new RefusedException(version.label() + " is known with another content");
      }
    }
    staged++;
    versions.removeIf(v -> v.label().equals(version.label()));
    versions.add(version);
  }

  @Override
  public synchronized void retire(String name, String version, String who) {
    versions.replaceAll(v -> v.name().equals(name) && v.version().equals(version)
        ? new BundleVersion(name, version, v.sha256(), BundleVersion.State.RETIRED, v.bytes(), v.installed(), who)
        : v);
  }

  @Override
  public synchronized List<Generation> generations() {
    listed++;
    return List.copyOf(generations.reversed());
  }

  @Override
  public synchronized Generation advance(long expected, SortedMap<String, String> promoted, String who, String what) {
    if (expected != generations.size()) {
      throw new RefusedException("there is a newer generation");
    }
    Generation next = new Generation(expected + 1, promoted, Generation.State.NEW, "", Instant.EPOCH, who, what);
    generations.add(next);
    return next;
  }

  @Override
  public synchronized void mark(long number, Generation.State state, String process) {
    generations.replaceAll(g -> g.number() == number
        ? new Generation(number, g.promoted(), state, process, g.created(), g.who(), g.what())
        : g);
  }

  /** Appends a generation and says what became of it. */
  public Generation promote(Map<String, String> promoted, Generation.State state, String process) {
    Generation next = advance(generations.size(), new TreeMap<>(promoted), "tester", "promote " + promoted);
    mark(next.number(), state, process);
    return next;
  }

  public Generation.State state(long number) {
    return generations.get((int) number - 1).state();
  }
}
