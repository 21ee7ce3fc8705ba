package ansatz.bundles.live.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What was uninstalled and may still be in memory, until the collector has taken it; nothing of it is held here. */
final class UnloadedBundles {
  /** A bundle that was uninstalled. */
  private record Trace(PartFile file, WeakReference<ClassLoader> loader) {
    boolean there() {
      return !loader.refersTo(null);
    }
  }

  private final List<List<Trace>> sets = new ArrayList<>();

  /** Remembers a set that is about to be uninstalled. */
  synchronized void add(PartSet set) {
    List<Trace> traces = new ArrayList<>();
    List<Bundle> bundles = set.bundles();
    for (int i = 0; i < bundles.size(); i++) {
      BundleWiring wiring = bundles.get(i).adapt(BundleWiring.class);
      ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
      if (loader != null) {
        traces.add(new Trace(set.files().get(i), new WeakReference<>(loader)));
      }
    }
    sets.add(traces);
  }

  /** The loaders of every set in which a bundle was. */
  synchronized List<WeakReference<ClassLoader>> of(String label) {
    return there().filter(set -> set.stream().anyMatch(trace -> trace.file().label().equals(label)))
        .flatMap(List::stream).map(Trace::loader).toList();
  }

  /** What is still in memory: a bundle as often as it was unloaded. */
  synchronized List<PartFile> files() {
    return there().flatMap(List::stream).filter(Trace::there).map(Trace::file).toList();
  }

  private Stream<List<Trace>> there() {
    sets.removeIf(set -> set.stream().noneMatch(Trace::there));
    return sets.stream();
  }
}
