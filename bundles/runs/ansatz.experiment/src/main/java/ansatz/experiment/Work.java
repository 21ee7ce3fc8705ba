package ansatz.experiment;

import ansatz.learn.State;
import ansatz.linalg.Array;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An experiment under way, cut into steps; between steps it can be written down, left and taken up by another process.
 *
 * <p>Rules: W1 a step's reports and the snapshots depend only on experiment, data, parts and the steps before. W2
 * {@code restore(snapshot())} in a fresh work continues with the same bits. W3 slots are looked at between steps only.
 */
@ConsumerType
public interface Work extends AutoCloseable {
  /** Does what the first step begins with, so that data from which nothing can be learned are refused before a run exists. */
  default void prepare() {}

  /** Steps done. */
  long done();

  /** Steps in all, as far as known; iterative parts count with their maximum until they have converged. */
  long total();

  boolean finished();

  /** The slots that take part in the next step. */
  List<String> slots();

  /** Does the next step; where it throws, nothing has changed. */
  StepReport step();

  /** Everything needed to go on after the last step. */
  State snapshot();

  /** Takes up a snapshot, whatever was done since or before it was taken; slots stay as they are. */
  void restore(State snapshot);

  /** The leases now in force, by slot. */
  List<Lease<?>> leases();

  /** Replaces leases whose service was withdrawn by the same name elsewhere or the next best; says what changed. */
  List<String> renewLeases();

  /** When a slot is to be filled anew. */
  enum Moment {
    /** As soon as that is possible between two steps; the state of what is in the making is carried over. */
    STEP,
    /** When what the slot is for begins anew, such as a model in its next fold; no state is carried over. */
    FOLD
  }

  /**
   * What has to be over before a slot can be filled anew, {@code ridge fold 2/3}; empty when this is such a moment.
   *
   * @throws ConfigException when there is no such slot, naming those there are, or when it is read only once
   * @throws RefusedException when there will be no such moment any more
   */
  Optional<String> waitsFor(String slot, Moment moment);

  /** Lets what is in the making for a slot, such as a fold of a model, begin anew with the next step; steps stay counted. */
  void restart(String slot);

  /**
   * Fills a slot anew and carries its state over, migrated where the layouts differ; whole or not at all. Whoever has the
   * choice asks {@link #waitsFor} first; code that fails is taken back at whichever step it fails, and what was made
   * with it for the steps to come is made anew.
   *
   * @param part {@code name} or {@code name@version}
   * @return the new lease; the old one is closed
   * @throws ConfigException when there is no such part, or it does not take the slot's parameters
   * @throws RefusedException when the state cannot be carried over, or the part's bundle cannot be had
   */
  Lease<?> replace(String slot, String part);

  /** Whether higher values of a metric or objective are better; empty where that is not known. */
  Optional<Boolean> higherIsBetter(String metric);

  /** Fingerprint of the data and other facts about them, for the lock. */
  Map<String, Object> facts();

  /** The result, once finished. */
  Outcome outcome();

  @Override
  void close();

  /**
   * What one step did.
   *
   * @param label for people: {@code ridge fold 3/10}
   * @param slots the slots that took part
   * @param points the numbers it gave
   * @param milestone whether a checkpoint is due now rather than by the clock
   */
  record StepReport(long step, String label, List<String> slots, List<Point> points, boolean milestone) {}

  /**
   * What came out, free of times: a tree for {@code result.json} and arrays for {@code result.safetensors}.
   */
  record Outcome(Map<String, Object> result, SortedMap<String, Array> arrays) {}
}
