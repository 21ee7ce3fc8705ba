package ansatz.experiment;

import java.time.Instant;

/**
 * A run as the store knows it.
 *
 * @param id unique, sorts by time: {@code r-20260131-101502-4f2a}
 * @param name for people: {@code brave-otter-7}, unique in a home
 * @param experiment name of the experiment
 * @param source path of the file it was started from
 * @param state as stored; a run that is RUNNING here but whose lock is free has crashed
 * @param step last acknowledged step
 * @param total steps expected
 * @param message why it failed, else empty
 */
public record RunRow(String id, String name, String experiment, String source, RunState state, long step, long total,
    Instant created, Instant ended, double seconds, String configDigest, String headline, String message) {

  /** The same run in another state. */
  public RunRow in(RunState now, String told) {
    return new RunRow(id, name, experiment, source, now, step, total, created, ended, seconds, configDigest, headline,
        told);
  }

  /** The same run further on. */
  public RunRow at(long done, long expected) {
    return new RunRow(id, name, experiment, source, state, done, expected, created, ended, seconds, configDigest,
        headline, message);
  }

  /** The same run at its end, if only for this process. */
  public RunRow ended(RunState now, Instant when, double duration, String found, String told) {
    return new RunRow(id, name, experiment, source, now, step, total, created, when, duration, configDigest, found,
        told);
  }
}
