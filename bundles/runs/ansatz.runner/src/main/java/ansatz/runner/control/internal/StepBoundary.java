package ansatz.runner.control.internal;

import ansatz.experiment.Replacement;
import ansatz.experiment.RunRow;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import java.util.List;

/** What may be done to a run between two steps, on the run's own thread. */
public interface StepBoundary {
  RunRow row();

  Work work();

  /** The run written down as it stands; not stored. */
  Snapshot snapshot();

  /** The same as bytes of a checkpoint file. */
  byte[] encode(Snapshot snapshot);

  /** Acknowledges everything and writes a checkpoint. */
  void checkpoint();

  /** Ends the run at this boundary, as Ctrl-C does. */
  void stop();

  /**
   * Fills a slot anew: checkpoint to return to, state carried over, new checkpoint, ledger and swap in one transaction.
   *
   * @param detail what was measured before
   * @throws RuntimeException with nothing changed, when it cannot be done
   */
  Swap commit(Replacement replacement, Swap.Kind kind, String detail);

  /** Goes back to what filled a slot before its last swap. @throws ansatz.experiment.RefusedException when there was none */
  Swap undo(String slot, String who, String why);

  /** The swaps that are not settled, so that their slots go back to the incumbent when something fails; oldest first. */
  List<Swap> guarded();

  /** All changes of slots so far, and refusals of such, as recorded. */
  List<Swap> recorded();

  /** Seconds that the slowest step took, of all processes that worked on the run; 0 before the first. */
  double slowestStep();

  /** Records that a replacement was not made. */
  void refuse(Replacement replacement, String why, String detail);
}
