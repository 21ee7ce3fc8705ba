package ansatz.bundles.live.internal;

import ansatz.bundles.HolderFinder;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.RefusedException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The sets beside the standing one: those that are loaded, those that are being started, and what stays in memory of
 * those that were unloaded.
 *
 * <p>Code of bundles starts and stops outside the monitor, so that one that hangs makes nobody wait but who asked for it.
 */
final class LoadedSets {
  private static final int MOST_VERSIONS = 3;

  /** A set whose code is starting. @param problem given when that has ended; empty when it went well */
  private record Arrival(PartSet set, CompletableFuture<String> problem) {}

  private final Installer installer;
  private final SetLoader loader;
  private final UnloadProof proof;
  private final List<PartSet> sets = new CopyOnWriteArrayList<>();
  private final Map<String, Arrival> arriving = new HashMap<>();
  private final UnloadedBundles remains = new UnloadedBundles();
  private long changes;

  /** @param proof how long to wait for a loader to be collected */
  LoadedSets(Installer installer, SetLoader loader, Duration proof) {
    this.installer = installer;
    this.loader = loader;
    this.proof = new UnloadProof(proof);
  }

  /** Those that have started, in the order in which they did. */
  List<PartSet> started() {
    return List.copyOf(sets);
  }

  /** What was unloaded and is still in memory. */
  List<PartFile> remains() {
    return remains.files();
  }

  /** Rises with every set that comes or goes: who decided by what was there decides anew where it rose. */
  synchronized long changes() {
    return changes;
  }

  /**
   * Loads a set and starts it.
   *
   * @param seen {@link #changes} before it was decided that it has to be loaded
   * @param check throws when it is not what was asked for; then it is unloaded again
   * @return empty when that has to be decided anew: another set has come or gone, or somebody else has loaded this one
   * @throws RefusedException when it cannot live here or does not start, for everybody who waits for it
   */
  Optional<PartSet> load(PartFile file, PartSet standing, long seen, Consumer<PartSet> check) {
    Arrival theirs;
    Arrival mine = null;
    synchronized (this) {
      if (changes != seen) {
        return Optional.empty();
      }
      theirs = arriving.get(file.label());
      if (theirs == null) {
        requireRoom(file, standing);
        mine = new Arrival(loader.prepare(file, List.of(), standing), new CompletableFuture<>());
        arriving.put(file.label(), mine);
      }
    }
    if (mine == null) {
      await(file, theirs);
      return Optional.empty();
    }
    return Optional.of(start(mine, check));
  }

  /** Loads a part together with importers of it, and starts them, whatever else is loaded. */
  PartSet load(PartFile file, List<PartFile> importers, PartSet standing) {
    Arrival arrival;
    synchronized (this) {
      requireRoom(file, standing);
      arrival = new Arrival(loader.prepare(file, importers, standing), new CompletableFuture<>());
      arriving.put(file.label(), arrival);
    }
    return start(arrival, _ -> {
    });
  }

  private PartSet start(Arrival arrival, Consumer<PartSet> check) {
    PartSet set = arrival.set();
    String problem = set.root().label() + " did not start";
    try {
      try {
        installer.start(set);
        problem = "";
      } catch (RuntimeException e) {
        problem = String.valueOf(e.getMessage());
        throw e;
      }
      check.accept(set);
      sets.add(set);
      return set;
    } catch (Throwable e) {
      String stuck = discard(set);
      if (!stuck.isEmpty()) {
        problem = e.getMessage() + "; " + stuck + ", so that it stays until this process ends";
        RefusedException refused = new RefusedException(problem);
        refused.addSuppressed(e);
        throw refused;
      }
      throw e;
    } finally {
      synchronized (this) {
        arriving.remove(set.root().label());
        changes++;
      }
      arrival.problem().complete(problem);
    }
  }

  private String discard(PartSet set) {
    remains.add(set);
    return installer.uninstall(set);
  }

  private static void await(PartFile file, Arrival arrival) {
    try {
      String problem = arrival.problem().get();
      if (!problem.isEmpty()) {
        throw new RefusedException(problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(file.label() + " was not loaded: interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a start always ends with a word", e);
    }
  }

  /** A version that is there already needs no room. @throws RefusedException naming those that are there */
  private void requireRoom(PartFile file, PartSet standing) {
    Set<String> live = new TreeSet<>();
    Stream.of(Stream.of(standing), sets.stream(), arriving.values().stream().map(Arrival::set)).flatMap(s -> s)
        .flatMap(set -> set.bundles().stream()).filter(bundle -> bundle.getSymbolicName().equals(file.name()))
        .map(PartSet::label).forEach(live::add);
    if (live.contains(file.label()) || live.size() + left(file).size() < MOST_VERSIONS) {
      return;
    }
    UnloadProof.collect();
    List<String> left = left(file);
    if (live.size() + left.size() >= MOST_VERSIONS) {
      List<String> all = new ArrayList<>(live);
      left.forEach(label -> all.add(label + " (unloaded, but still in memory)"));
      throw new RefusedException("at most " + MOST_VERSIONS + " versions of a bundle live in a process, and "
          + String.join(", ", all) + " do — retire one: ansatz bundle retire NAME@VERSION"
          + (left.isEmpty() ? "" : "; what is still in memory goes only with this process"));
    }
  }

  private List<String> left(PartFile file) {
    return remains.files().stream().filter(f -> f.name().equals(file.name())).map(PartFile::label).toList();
  }

  /** Uninstalls every set with that bundle in it and proves that nothing of it is in memory. */
  Unloaded unload(String label, Optional<HolderFinder> finder) {
    long since = System.nanoTime();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    String stuck = uninstall(label, loaders);
    if (!stuck.isEmpty()) {
      return new Unloaded(label, true, false, (System.nanoTime() - since) / 1_000_000, stuck);
    }
    return loaders.isEmpty() ? new Unloaded(label, false, true, 0, "") : proof.of(label, loaders, since, finder);
  }

  /** The sets are known only here: a variable of whoever waits for the proof would keep them from going away. */
  private String uninstall(String label, List<WeakReference<ClassLoader>> loaders) {
    List<PartSet> leaving;
    synchronized (this) {
      if (arriving.values().stream().anyMatch(arrival -> arrival.set().bundle(label) != null)) {
        throw new RefusedException(label + " is being started for a slot just now — retire it when that is done");
      }
      leaving = sets.stream().filter(set -> set.bundle(label) != null).toList();
      leaving.forEach(remains::add);
      loaders.addAll(remains.of(label));
      if (sets.removeAll(leaving)) {
        changes++;
      }
    }
    List<String> stuck = new ArrayList<>();
    for (PartSet set : leaving) {
      String problem = installer.uninstall(set);
      if (!problem.isEmpty()) {
        stuck.add(problem);
      }
    }
    return String.join(", ", stuck);
  }
}
