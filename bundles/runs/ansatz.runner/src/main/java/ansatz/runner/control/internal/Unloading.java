package ansatz.runner.control.internal;

import ansatz.bundles.LiveBundles;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.RefusedException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The versions of bundles that are leaving this process. Proving that one is gone takes garbage collections and, when it
 * is not, a heap dump: a thread of its own waits for these, while the run goes on.
 */
final class Unloading {
  private final LiveBundles live;
  private final Function<String, List<String>> requests;
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  /**
   * @param live null where there is no framework
   * @param requests from a label to the requests under way that would put it in
   */
  Unloading(LiveBundles live, Function<String, List<String>> requests) {
    this.live = live;
    this.requests = requests;
  }

  /** Whether any is leaving. */
  boolean busy() {
    return !leaving.isEmpty();
  }

  /** Requests under way that would put a version in. */
  List<String> wanted(String label) {
    return requests.apply(label);
  }

  /** @throws RefusedException while a version is leaving */
  void requireStaying(String label) {
    if (leaving.contains(label)) {
      throw new RefusedException(label + " is being unloaded — try again, or install it anew if it was retired");
    }
  }

  /**
   * Unloads a version that nobody holds.
   *
   * @param label {@code name@version}
   * @param told the proof, or what went wrong; on another thread
   */
  void begin(String label, BiConsumer<Unloaded, Throwable> told) {
    if (live == null) {
      told.accept(new Unloaded(label, false, true, 0, ""), null);
      return;
    }
    leaving.add(label);
    Thread.ofPlatform().daemon().name("unload").start(() -> {
      int at = label.lastIndexOf('@');
      Unloaded proof = null;
      Throwable problem = null;
      try {
        proof = live.unload(label.substring(0, at), label.substring(at + 1), List.of());
      } catch (Throwable e) {
        // Stopping code that was tried may throw anything; whoever waits has to be told.
        problem = e;
      } finally {
        leaving.remove(label);
      }
      told.accept(proof, problem);
    });
  }
}
