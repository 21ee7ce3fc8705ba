package ansatz.experiment;

/** What became of a run. */
public enum RunState {
  /** A process holds its lock. */
  RUNNING,
  /** Finished with a result. */
  FINISHED,
  /** Stopped by a person; can be resumed. */
  INTERRUPTED,
  /** Stopped by an error; can be resumed once the cause is cured. */
  FAILED,
  /** Its process vanished; can be resumed. Never stored: it is RUNNING without a holder of the lock. */
  CRASHED
}
