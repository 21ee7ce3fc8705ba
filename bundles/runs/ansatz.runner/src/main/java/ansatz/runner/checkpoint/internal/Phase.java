package ansatz.runner.checkpoint.internal;

import ansatz.experiment.Halt;

/** The named moments of a run at which a process may die without anything acknowledged being lost. */
public enum Phase {
  RUN_CREATED, STEP_DONE, PROGRESS_COMMITTED, CHECKPOINT_WRITTEN, CHECKPOINT_FORCED, CHECKPOINT_RENAMED, FOLDER_FORCED,
  CHECKPOINT_READ_BACK, CHECKPOINT_COMMITTED, OLDER_UNLINKED, SWAP_REQUESTED, SWAP_CHECKPOINTED, SWAP_REPLACED,
  SWAP_SNAPSHOT_WRITTEN, SWAP_COMMITTED, RESULT_WRITTEN, REPORT_WRITTEN, FINISH_COMMITTED;

  /** The moment is reached: crash tests aim at it. */
  public void reached() {
    Halt.at(name());
  }
}
