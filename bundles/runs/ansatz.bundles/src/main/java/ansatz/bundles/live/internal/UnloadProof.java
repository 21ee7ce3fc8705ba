package ansatz.bundles.live.internal;

import ansatz.bundles.HolderFinder;
import ansatz.bundles.LiveBundles.Unloaded;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows that class loaders are gone, or finds out who holds one. */
final class UnloadProof {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private final Duration limit;

  UnloadProof(Duration limit) {
    this.limit = limit;
  }

  /** @param since {@link System#nanoTime} when the unload began */
  Unloaded of(String label, List<WeakReference<ClassLoader>> loaders, long since, Optional<HolderFinder> finder) {
    boolean gone = collected(loaders, since);
    long millis = (System.nanoTime() - since) / 1_000_000;
    String holder = gone ? "" : holder(loaders, finder);
    return new Unloaded(label, true, gone, millis, holder);
  }

  private boolean collected(List<WeakReference<ClassLoader>> loaders, long since) {
    for (long pause = FIRST_PAUSE_MILLIS;; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      collect();
      if (loaders.stream().allMatch(loader -> loader.refersTo(null))) {
        return true;
      }
      if (System.nanoTime() - since > limit.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Makes what nobody holds go away. */
  static void collect() {
    System.gc();
    SerializationCaches.expunge();
  }

  private static String holder(List<WeakReference<ClassLoader>> loaders, Optional<HolderFinder> finder) {
    for (WeakReference<ClassLoader> loader : loaders) {
      if (!loader.refersTo(null)) {
        return finder.flatMap(f -> f.holder(loader))
            .orElse(finder.isPresent() ? "nobody by a strong reference" : "not looked for: ansatz.heap is not there");
      }
    }
    return "";
  }
}
