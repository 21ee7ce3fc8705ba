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
    Instant created, Instant ended, double seconds, String configDigest, String headline, String message) {}
