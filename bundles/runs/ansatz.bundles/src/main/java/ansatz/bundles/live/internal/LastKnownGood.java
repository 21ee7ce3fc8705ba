package ansatz.bundles.live.internal;

import ansatz.bundles.BundleCatalogue;
import ansatz.bundles.Generation;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Chooses the generation to start with. A new one is tried: if its start fails, or two processes die one after the other
 * while they try it, it is bad for ever, and the newest good one takes its place. One that died says nothing: it may have
 * been killed, or the power have failed. A good one that does not start today, on a machine that is too busy or with a
 * disk that fails, stays good: the next process tries it again.
 */
final class LastKnownGood {
  /** After the process of a second attempt. */
  private static final String AGAIN = " again";

  private final BundleCatalogue catalogue;
  private final Consumer<String> warnings;

  LastKnownGood(BundleCatalogue catalogue, Consumer<String> warnings) {
    this.catalogue = catalogue;
    this.warnings = warnings;
  }

  /** Starts a promoted set whole or throws and leaves nothing. */
  interface Start {
    void with(SortedMap<String, String> promoted);
  }

  /** Starts the set of the newest generation that starts; the built-in set fails as it fails. */
  Generation start(Start start) {
    List<Generation> generations;
    try {
      generations = catalogue.generations();
    } catch (RuntimeException e) {
      warnings.accept("promoted bundles are left aside: the home's list of them cannot be read: " + e.getMessage());
      generations = List.of();
    }
    for (Generation generation : generations) {
      boolean newest = generation == generations.getFirst();
      if (newest ? startable(generation) : generation.state() == Generation.State.GOOD) {
        String problem = attempt(generation, start);
        if (problem.isEmpty()) {
          return generation;
        }
        warn(generation, problem);
      }
    }
    start.with(Generation.BUILT_IN.promoted());
    return Generation.BUILT_IN;
  }

  /** Whether it may be started, as far as is known; one that was being tried for the second time by a process that is dead may not. */
  private boolean startable(Generation generation) {
    if (generation.state() == Generation.State.TRYING && died(generation)
        && generation.process().endsWith(AGAIN)) {
      mark(generation, Generation.State.BAD, "");
      warn(generation, "two processes that tried it died (the second was " + generation.process().replace(AGAIN, "")
          + ")");
      return false;
    }
    return generation.state() != Generation.State.BAD;
  }

  private static boolean died(Generation generation) {
    return !ProcessStamp.alive(generation.process().replace(AGAIN, ""));
  }

  /** @return why it does not start; empty when it has started */
  private String attempt(Generation generation, Start start) {
    if (generation.state() == Generation.State.NEW) {
      mark(generation, Generation.State.TRYING, ProcessStamp.current());
    } else if (generation.state() == Generation.State.TRYING && died(generation)) {
      mark(generation, Generation.State.TRYING, ProcessStamp.current() + AGAIN);
    }
    try {
      start.with(generation.promoted());
    } catch (RuntimeException e) {
      if (generation.state() != Generation.State.GOOD) {
        mark(generation, Generation.State.BAD, "");
      }
      return String.valueOf(e.getMessage());
    }
    if (generation.state() != Generation.State.GOOD) {
      mark(generation, Generation.State.GOOD, "");
    }
    return "";
  }

  /** Where it cannot be written down the next process finds out by itself. */
  private void mark(Generation generation, Generation.State state, String process) {
    try {
      catalogue.mark(generation.number(), state, process);
    } catch (RuntimeException e) {
      System.getLogger(LastKnownGood.class.getName()).log(System.Logger.Level.INFO,
          "generation " + generation.number() + " is " + state + ", which is not written down", e);
    }
  }

  private void warn(Generation generation, String problem) {
    warnings.accept("generation " + generation.number() + " of promoted bundles (" + generation.what()
        + ") is left aside for the newest good one: " + problem);
  }
}
