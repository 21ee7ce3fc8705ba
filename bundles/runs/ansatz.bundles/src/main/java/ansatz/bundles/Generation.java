package ansatz.bundles;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The promoted set as it was from one decision to the next: which version of a bundle takes the place of the built-in
 * one. Generations are only appended; rolling back appends an earlier set anew.
 *
 * @param number from 1; generation 0, with an empty set, is the distribution as it was built
 * @param promoted bundle name to version
 * @param state whether a process has started with it
 * @param process that tries it, {@code pid@starttime}, with {@code again} after it for a second attempt, while {@link
 *   State#TRYING}; else empty
 * @param who user that decided, {@code what} in words: {@code promote ansatz.regression@1.0.1}
 */
public record Generation(long number, SortedMap<String, String> promoted, State state, String process, Instant created,
    String who, String what) {
  /** What is known of a start with it. */
  public enum State {
    NEW, TRYING, GOOD, BAD
  }

  /** The distribution as it was built. */
  public static final Generation BUILT_IN = new Generation(0, new TreeMap<>(), State.GOOD, "", Instant.EPOCH, "",
      "the distribution as it was built");

  /** The one in force as far as is known: the newest, unless it is bad, else the newest good one. */
  public static Generation inForce(List<Generation> newestFirst) {
    for (Generation generation : newestFirst) {
      boolean newest = generation == newestFirst.getFirst();
      if (newest ? generation.state != State.BAD : generation.state == State.GOOD) {
        return generation;
      }
    }
    return BUILT_IN;
  }

  public Generation {
    promoted = Collections.unmodifiableSortedMap(new TreeMap<>(promoted));
  }
}
