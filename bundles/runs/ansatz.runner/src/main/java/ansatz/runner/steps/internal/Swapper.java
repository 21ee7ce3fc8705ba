package ansatz.runner.steps.internal;

import ansatz.bundles.LiveBundles;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import ansatz.experiment.Work.Moment;
import ansatz.experiment.Work.StepReport;
import ansatz.learn.State;
import ansatz.runner.checkpoint.internal.Phase;
import ansatz.runner.checkpoint.internal.SlotBinding;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Other code takes over a slot of a run, and what filled the slot before takes over again: because a person asks, or
 * because a step fails.
 *
 * <p>A takeover is made in memory, then written down in one transaction with the checkpoint that it leads to; whatever
 * fails before that puts the incumbent back.
 *
 * <p>What is put in is provisional until made permanent. While it is, the state before each of its steps is kept in
 * memory, every group of steps is acknowledged with a checkpoint, and its incumbent may not be retired. It is settled once
 * its version is promoted and {@value Incumbents#STEPS} steps were done with it: from then on a step that fails ends the
 * run as any other does, and {@link #undo} loads the incumbent again.
 */
final class Swapper {
  private final RunLoop run;
  private final Finiteness finiteness;
  private final Supplier<Optional<LiveBundles>> live;
  private final Incumbents incumbents = new Incumbents();

  Swapper(RunLoop run, Finiteness finiteness, Supplier<Optional<LiveBundles>> live) {
    this.run = run;
    this.finiteness = finiteness;
    this.live = live;
  }

  /** Whether a slot goes back to its incumbent when a step fails. */
  boolean guarding() {
    return !incumbents.unsettled().isEmpty();
  }

  /** The swaps that are not settled, oldest first. */
  List<Swap> unsettled() {
    return incumbents.unsettled();
  }

  /** Takes note of a swap that is recorded. */
  void adopt(Swap swap) {
    incumbents.add(swap);
  }

  /** Does a step of these slots; one that fails under code with an incumbent is taken back and done by that. */
  StepReport step(List<String> slots) {
    Work work = run.work();
    Optional<Swap> suspect = incumbents.suspect(slots);
    if (suspect.isEmpty()) {
      return work.step();
    }
    State state = work.snapshot();
    StepReport report = null;
    String problem;
    try {
      report = work.step();
      problem = finiteness.broken(report).orElse(null);
    } catch (Throwable e) {
      // Code that is being tried may throw anything, checked exceptions in disguise and errors included.
      problem = e instanceof RunException ? e.getMessage() : e.toString();
    }
    if (problem == null) {
      settle(report);
      return report;
    }
    work.restore(state);
    rollBack(suspect.get(), "step " + (work.done() + 1) + ": " + problem);
    return step(slots);
  }

  private void settle(StepReport report) {
    for (Swap swap : incumbents.stepped(report.slots(), report.milestone(),
        this::permanent)) {
      run.settled("settled " + swap.slot() + ": " + SlotBinding.after(swap).words() + " after step " + report.step()
          + ", its incumbent is no longer kept");
    }
  }

  private boolean permanent(Swap swap) {
    try {
      return promoted(swap.to().bundle(), swap.to().version());
    } catch (RuntimeException e) {
      run.tell("slot " + swap.slot() + " stays provisional: whether " + SlotBinding.after(swap).words()
          + " is promoted cannot be read: " + e.getMessage());
      return false;
    }
  }

  private boolean promoted(String bundle, String version) {
    return live.get().map(bundles -> bundles.promoted(bundle, version)).orElse(true);
  }

  private void rollBack(Swap swap, String problem) {
    SlotBinding incumbent = SlotBinding.before(swap);
    try {
      run.commit(new Replacement(swap.slot(), incumbent.label(), true, swap.who(), problem), Swap.Kind.ROLLED_BACK, "");
    } catch (RefusedException | ConfigException e) {
      throw new RunException(problem + " — and " + incumbent.words() + " could not take over again: " + e.getMessage());
    }
  }

  Swap undo(String slot, String who, String reason) {
    Swap last = incumbents.newest(slot).orElseThrow(() -> new RefusedException("slot " + slot + " of run "
        + run.row().name() + " has no swap to take back — ansatz status " + run.row().name()));
    return run.commit(new Replacement(slot, SlotBinding.before(last).label(), true, who, reason), Swap.Kind.UNDONE, "");
  }

  /** Fills a slot anew; everything done so far is acknowledged with a checkpoint to return to first. */
  Swap commit(Replacement asked, Swap.Kind kind, String detail) {
    long begin = System.nanoTime();
    Work work = run.work();
    boolean handy = replaceable(asked.slot());
    if (!handy && chosen(kind)) {
      String over = work.waitsFor(asked.slot(), Moment.STEP).orElseThrow();
      throw new RefusedException("slot " + asked.slot() + " cannot be filled anew after step " + work.done()
          + ", before " + over + " is over");
    }
    run.checkpoint();
    Phase.SWAP_CHECKPOINTED.reached();
    Lease<?> old = lease(asked.slot());
    State state = work.snapshot();
    Swap swap;
    try {
      Fill fill = chosen(kind)
          ? new Fill(work.replace(asked.slot(), asked.part()), false)
          : replace(work, asked.slot(), asked.part());
      Phase.SWAP_REPLACED.reached();
      String told = fill.restarted() ? restarted(detail) : handy ? detail : middle(fill.lease());
      swap = swap(asked, kind, told, old, fill.lease());
      run.save(swap);
    } catch (RuntimeException | Error e) {
      putBack(asked.slot(), old, state, e);
      throw e;
    }
    Phase.SWAP_COMMITTED.reached();
    run.adopt(swap, true);
    run.tell(SwapText.line(swap, Math.round((System.nanoTime() - begin) * 1e-6)));
    return swap;
  }

  /** Whether the moment was chosen; code that failed has to go at once. */
  private static boolean chosen(Swap.Kind kind) {
    return kind != Swap.Kind.ROLLED_BACK && kind != Swap.Kind.RESTARTED;
  }

  /** Whether a slot can be filled anew at this boundary. */
  boolean replaceable(String slot) {
    try {
      return run.work().waitsFor(slot, Moment.STEP).isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  /** A slot filled anew. @param restarted whether what was in the making begins anew, for its state meant nothing */
  record Fill(Lease<?> lease, boolean restarted) {}

  /** Fills a slot anew with code that has to take over, if not with the state of what is in the making, then without. */
  static Fill replace(Work work, String slot, String part) {
    try {
      return new Fill(work.replace(slot, part), false);
    } catch (RefusedException e) {
      State before = work.snapshot();
      work.restart(slot);
      if (before.sameBits(work.snapshot())) {
        throw e;
      }
      try {
        return new Fill(work.replace(slot, part), true);
      } catch (RuntimeException again) {
        work.restore(before);
        throw again;
      }
    }
  }

  private static String restarted(String detail) {
    return (detail.isEmpty() ? "" : detail + "; ") + "the fold begins anew, its state could not be carried over";
  }

  private String middle(Lease<?> fresh) {
    return "in the middle of what the slot is for: steps that are done keep what it gave them, from step "
        + (run.work().done() + 1) + " on everything is made anew by " + SlotBinding.of(fresh).words();
  }

  private Swap swap(Replacement asked, Swap.Kind kind, String detail, Lease<?> old, Lease<?> fresh) {
    boolean promoted = promoted(fresh.source().bundle(), fresh.source().version());
    if (kind == Swap.Kind.SWAPPED && fresh.name().equals(old.name()) && fresh.source().equals(old.source())) {
      throw new RefusedException("slot " + asked.slot() + " is filled by " + SlotBinding.of(old).words() + " already");
    }
    if (kind == Swap.Kind.SWAPPED && !promoted && !asked.provisional()) {
      String label = fresh.source().bundle() + "@" + fresh.source().version();
      throw new RefusedException(label + " is not promoted — ansatz bundle promote " + label
          + ", or --provisional for this run alone");
    }
    return new Swap(run.work().done(), asked.slot(), kind, old.name(), old.source(), fresh.name(), fresh.source(),
        !promoted, asked.who(), asked.why(), detail, run.newest().file(), run.newest().sha256());
  }

  private void putBack(String slot, Lease<?> old, State state, Throwable cause) {
    try {
      if (lease(slot) != old) {
        run.work().replace(slot, SlotBinding.of(old).label());
      }
      run.work().restore(state);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      run.fail(new RunException("slot " + slot + ": " + cause.getMessage() + " — and " + SlotBinding.of(old).words()
          + " could not be put back: " + e.getMessage(), e));
    }
  }

  private Lease<?> lease(String slot) {
    return run.work().leases().stream().filter(l -> l.slot().equals(slot)).findFirst().orElseThrow();
  }
}
