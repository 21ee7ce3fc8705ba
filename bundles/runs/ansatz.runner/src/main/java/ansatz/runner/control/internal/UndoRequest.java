package ansatz.runner.control.internal;

import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.Swap;
import ansatz.experiment.Work.Moment;
import java.util.Map;
import java.util.Optional;

/** What filled a slot before its last swap is to fill it again. */
final class UndoRequest implements PendingRequest.Task {
  private final String slot;
  private final String who;
  private final String why;
  private final Moment moment;
  private final Unloading unloading;
  private boolean parked;

  UndoRequest(String slot, String who, String why, Moment moment, Unloading unloading) {
    this.slot = slot;
    this.who = who;
    this.why = why;
    this.moment = moment;
    this.unloading = unloading;
  }

  @Override
  public String what() {
    return "undo " + slot;
  }

  @Override
  public String slot() {
    return slot;
  }

  @Override
  public void promised() {
    parked = true;
  }

  @Override
  public Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request) {
    try {
      return next(boundary, request);
    } catch (RefusedException e) {
      close(boundary, e.getMessage());
      throw new RefusedException(e.getMessage().replace(": --at fold",
          ": ansatz swap " + boundary.row().name() + " --undo " + slot + " --at fold"));
    }
  }

  private Optional<Map<String, Object>> next(StepBoundary boundary, PendingRequest request) {
    Optional<String> over = boundary.work().waitsFor(slot, moment);
    if (over.isPresent() && moment == Moment.FOLD) {
      parked = true;
      request.waitFor(over.get(), boundary);
      return Optional.empty();
    }
    if (over.isPresent()) {
      request.say("waiting: " + slot + " cannot be filled anew before " + over.get() + " is over");
      return Optional.empty();
    }
    if (unloading.busy()) {
      request.say("waiting: a bundle is being unloaded");
      return Optional.empty();
    }
    long begin = System.nanoTime();
    Swap swap = boundary.undo(slot, who, why);
    return Optional.of(SwapRequest.answer(swap, begin));
  }

  @Override
  public void close(StepBoundary boundary, String reason) {
    if (parked && boundary != null) {
      boundary.refuse(new Replacement(slot, "what filled it before", true, who, why), reason, "");
    }
  }
}
