package ansatz.runner.steps.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.PartLabel;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.Swap;
import ansatz.runner.checkpoint.internal.SlotBinding;
import ansatz.runner.supervision.internal.Restart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is to become of slots at steps that are known beforehand: swaps that are recorded already and lie behind the
 * checkpoint that a run is taken up at, code that hung and has to go, and replacements that were planned.
 */
public final class SwapSchedule {
  /** How the detail of a swap that was planned begins. */
  private static final String PLANNED = "planned";

  private final Deque<Swap> recorded = new ArrayDeque<>();
  private final Deque<Replacement.Planned> plan;
  private final long acknowledged;
  private final Runnable clear;
  private Optional<Restart> restart;

  /**
   * @param recorded the swaps of the run so far, in order
   * @param plan all of it; what was made or refused already is not done twice
   * @param clear told once the code that hung is out, durably
   * @param acknowledged the last acknowledged step: what was acknowledged is done again by the code that did it
   */
  public SwapSchedule(List<Swap> recorded, List<Replacement.Planned> plan, Optional<Restart> restart, long acknowledged,
      Runnable clear) {
    recorded.stream().filter(swap -> swap.kind() != Swap.Kind.REFUSED).forEach(this.recorded::add);
    this.plan = new ArrayDeque<>(left(plan, recorded));
    this.restart = restart;
    this.acknowledged = acknowledged;
    this.clear = clear;
  }

  /** What is left of a plan, which is gone through in order. */
  private static List<Replacement.Planned> left(List<Replacement.Planned> plan, List<Swap> recorded) {
    int next = 0;
    for (Swap swap : recorded) {
      for (int i = next; i < plan.size() && swap.detail().startsWith(PLANNED); i++) {
        Replacement wanted = plan.get(i).replacement();
        if (wanted.slot().equals(swap.slot()) && PartLabel.of(wanted.part()).name().equals(swap.toPart())
            && plan.get(i).step() <= swap.step()) {
          next = i + 1;
          break;
        }
      }
    }
    return plan.subList(next, plan.size());
  }

  /** What is due before the next step. */
  void boundary(RunLoop run) {
    long done = run.work().done();
    repeat(run, done);
    if (restart.isPresent() && done >= acknowledged && recorded.isEmpty()) {
      takeOut(run, restart.get());
      restart = Optional.empty();
    }
    if (!run.work().finished()) {
      planned(run, done);
    }
  }

  /** Fills slots as they were filled after a step, however often they changed at it. */
  private void repeat(RunLoop run, long done) {
    List<Swap> due = new ArrayList<>();
    while (!recorded.isEmpty() && recorded.peek().step() <= done) {
      Swap swap = recorded.poll();
      due.removeIf(earlier -> earlier.slot().equals(swap.slot()));
      due.add(swap);
      run.adopt(swap, swap.step() == done);
    }
    for (Swap swap : due) {
      SlotBinding wanted = SlotBinding.after(swap);
      boolean filled = run.work().leases().stream().filter(l -> l.slot().equals(swap.slot())).map(SlotBinding::of)
          .anyMatch(wanted::equals);
      if (swap.step() == done && !filled) {
        Swapper.replace(run.work(), swap.slot(), wanted.label());
      }
    }
  }

  private void takeOut(RunLoop run, Restart culprit) {
    Optional<Lease<?>> lease = run.work().leases().stream().filter(l -> l.slot().equals(culprit.slot())).findFirst();
    Optional<Swap> swap = run.guarded().reversed().stream().filter(s -> s.slot().equals(culprit.slot())).findFirst();
    if (lease.isEmpty() || swap.isEmpty() || !culprit.names(SlotBinding.of(lease.get()))) {
      run.tell("slot " + culprit.slot() + ": " + culprit.bundle() + " " + culprit.version() + " " + culprit.reason()
          + " before it had taken over; going on without it");
      run.goOnWithout(culprit.slot(), culprit.reason());
    } else {
      SlotBinding incumbent = SlotBinding.before(swap.get());
      try {
        run.commit(new Replacement(culprit.slot(), incumbent.label(), true, swap.get().who(), culprit.reason()),
            Swap.Kind.RESTARTED, "");
      } catch (RefusedException | ConfigException e) {
        throw new RunException("slot " + culprit.slot() + ": " + culprit.reason() + " — and " + incumbent.words()
            + " could not take over again: " + e.getMessage(), e);
      }
    }
    clear.run();
  }

  private void planned(RunLoop run, long done) {
    while (!plan.isEmpty() && plan.peek().step() <= done && (plan.peek().kind() == Swap.Kind.ROLLED_BACK
        || run.replaceable(plan.peek().replacement().slot()))) {
      Replacement.Planned next = plan.poll();
      Replacement replacement = next.replacement();
      if (filled(run, replacement)) {
        continue;
      }
      try {
        run.commit(replacement, next.kind(), PLANNED);
      } catch (RefusedException | ConfigException e) {
        run.refuse(replacement, e.getMessage(), PLANNED);
        throw new RunException(
            "the planned swap " + replacement.slot() + "=" + replacement.part() + " after step " + done
                + " could not be made: " + e.getMessage(),
            e);
      }
    }
  }

  /** Whether a slot holds what was planned for it, as one side of a comparison does that the file itself asks for. */
  private static boolean filled(RunLoop run, Replacement replacement) {
    PartLabel wanted = PartLabel.of(replacement.part());
    return run.work().leases().stream().filter(lease -> lease.slot().equals(replacement.slot()))
        .anyMatch(lease -> lease.name().equals(wanted.name())
            && (wanted.version() == null || lease.source().version().equals(wanted.version())));
  }
}
