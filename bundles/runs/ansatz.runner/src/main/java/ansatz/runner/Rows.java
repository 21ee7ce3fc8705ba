package ansatz.runner;

import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.time.Instant;

/** Rows of runs with something changed. */
final class Rows {
  private Rows() {}

  static RunRow state(RunRow r, RunState state, String message) {
    return new RunRow(r.id(), r.name(), r.experiment(), r.source(), state, r.step(), r.total(), r.created(), r.ended(),
        r.seconds(), r.configDigest(), r.headline(), message);
  }

  static RunRow progress(RunRow r, long step, long total) {
    return new RunRow(r.id(), r.name(), r.experiment(), r.source(), r.state(), step, total, r.created(), r.ended(),
        r.seconds(), r.configDigest(), r.headline(), r.message());
  }

  static RunRow ended(RunRow r, RunState state, Instant ended, double seconds, String headline, String message) {
    return new RunRow(r.id(), r.name(), r.experiment(), r.source(), state, r.step(), r.total(), r.created(), ended,
        seconds, r.configDigest(), headline, message);
  }
}
