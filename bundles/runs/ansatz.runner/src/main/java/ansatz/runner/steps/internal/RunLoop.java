package ansatz.runner.steps.internal;

import ansatz.bundles.LiveBundles;
import ansatz.data.ArrayFormat;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Replacement;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Swap;
import ansatz.experiment.Timing;
import ansatz.experiment.Trees;
import ansatz.experiment.Work;
import ansatz.experiment.Work.StepReport;
import ansatz.runner.home.internal.RunFilesReader;
import ansatz.runner.checkpoint.internal.Checkpoints;
import ansatz.runner.checkpoint.internal.Phase;
import ansatz.runner.checkpoint.internal.SnapshotSlots;
import ansatz.runner.control.internal.RunControl;
import ansatz.runner.control.internal.StepBoundary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One run from its last checkpoint to its end: step, acknowledge, checkpoint, until finished or asked to stop.
 *
 * <p>Steps are acknowledged in groups of at most {@value #GROUP_MILLIS} ms. A step that finishes a cell brings a
 * checkpoint with its group; between such steps one is written every few seconds, and with every group while a swap is not
 * settled, so that going back never takes back what was acknowledged.
 *
 * <p>Slots change between steps only: {@link Swapper}.
 */
public final class RunLoop implements StepBoundary {
  private static final long GROUP_MILLIS = 200;
  private static final long CHECKPOINT_MILLIS = 5_000;
  /** System properties that change the two intervals. */
  private static final String ACKNOWLEDGE = "ansatz.acknowledge.millis";
  private static final String CHECKPOINT = "ansatz.checkpoint.millis";

  /** What a run needs of its surroundings. */
  public record Services(RunStore store, Disk disk, ArrayFormat format, Registry registry,
      Supplier<Optional<LiveBundles>> live, List<ReportWriter> reports) {}

  private final Experiment experiment;
  private final Work work;
  private final RunFolder folder;
  private final RunStore store;
  private final Disk disk;
  private final Registry registry;
  private final Supplier<Optional<LiveBundles>> live;
  private final List<ReportWriter> reports;
  private final ArrayFormat format;
  private final SafeWatcher watcher;
  private final Checkpoints checkpoints;
  private final Ledger ledger;
  private final Swapper swapper;
  private final Finiteness finiteness = new Finiteness();
  private final SwapSchedule schedule;
  private final EarlierPoints earlier;
  private final Acknowledger acknowledger;
  private final long pause = TimeUnit.MILLISECONDS.toNanos(Long.getLong(CHECKPOINT, CHECKPOINT_MILLIS));
  private final long started = System.nanoTime();
  private final double before;

  private RunRow row;
  private String why = "resume";
  private boolean milestone;
  private boolean stopped;
  private RuntimeException broken;
  private RunControl control;
  private double slowest;
  private long seen = -1;
  private long lastCheckpoint = System.nanoTime();
  /** The newest checkpoint; null before the first. */
  private Checkpoint newest;

  public RunLoop(RunRow row, Experiment experiment, Work work, RunFolder folder, Services services,
      SwapSchedule schedule,
      Watcher watcher) {
    this.row = row;
    this.experiment = experiment;
    this.work = work;
    this.folder = folder;
    this.store = services.store();
    this.disk = services.disk();
    this.registry = services.registry();
    this.live = services.live();
    this.reports = services.reports();
    this.format = services.format();
    this.schedule = schedule;
    this.watcher = new SafeWatcher(watcher);
    this.checkpoints = new Checkpoints(row.id(), folder.path(), store, disk, format);
    List<Timing> timings = store.timings(row.id());
    this.before = Math.max(row.seconds(), timings.stream().mapToDouble(Timing::seconds).sum());
    this.slowest = timings.stream().mapToDouble(Timing::seconds).max().orElse(0);
    this.earlier = new EarlierPoints(row, store.points(row.id()));
    this.ledger = new Ledger(store.ledger(row.id()));
    this.swapper = new Swapper(this, finiteness, services.live());
    this.acknowledger = new Acknowledger(row.id(), store,
        TimeUnit.MILLISECONDS.toNanos(Long.getLong(ACKNOWLEDGE, GROUP_MILLIS)), ledger::drain, this::committed);
  }

  /** Goes on after a checkpoint, or from the first step where there is none. */
  public RunRow execute(Optional<Checkpoints.Loaded> checkpoint) {
    try {
      Phase.RUN_CREATED.reached();
      takeUp(checkpoint);
      acknowledger.begin(work.done(), work.total());
      watcher.started(row, experiment, work.done(), work.total());
      if (!advance()) {
        return end(RunState.INTERRUPTED, "", "stopped at step " + work.done());
      }
      commit(true);
      return finish();
    } catch (RuntimeException | Error e) {
      throw failed(e);
    } finally {
      acknowledger.close();
    }
  }

  /** Steps until the work is finished; false when it was asked to stop before. */
  private boolean advance() {
    try (RunControl opened = RunControl.open(this, folder.path(), disk, live.get().orElse(null), watcher::notice)) {
      control = opened;
      while (true) {
        schedule.boundary(this);
        control.boundary(this);
        if (broken != null) {
          throw broken;
        }
        if (work.finished()) {
          return true;
        }
        if (stopped || watcher.stopRequested()) {
          return false;
        }
        step();
      }
    }
  }

  /** Code that ended the process before it had taken over is not put in where it waits to be. */
  void goOnWithout(String slot, String why) {
    control.refuseWaiting(this, slot, why);
  }

  /** Goes back to a checkpoint; what was acknowledged since must come out the same again. */
  private void takeUp(Optional<Checkpoints.Loaded> checkpoint) {
    checkpoint.ifPresent(loaded -> {
      Snapshot snapshot = loaded.snapshot();
      if (!snapshot.configDigest().equals(row.configDigest())) {
        throw new RunException("the checkpoint belongs to another configuration");
      }
      String now = (String) work.facts().get("fingerprint");
      if (!snapshot.dataFingerprint().equals(now)) {
        throw new RunException("the data have changed since the run started: fingerprint was "
            + snapshot.dataFingerprint().substring(0, 12) + ", is " + now.substring(0, 12)
            + " — put the old data back, or start another run");
      }
      work.restore(snapshot.state());
      newest = loaded.checkpoint();
    });
    if (checkpoint.isEmpty() && row.step() > 0) {
      watcher.notice("no valid checkpoint: starting again from the first step");
    }
    ledger.differences(work.leases()).forEach(watcher::notice);
    finiteness.saw(store.points(row.id()));
  }

  private void step() {
    renew();
    long begin = System.nanoTime();
    StepReport report = swapper.step(work.slots());
    double seconds = (System.nanoTime() - begin) * 1e-9;
    slowest = Math.max(slowest, seconds);
    List<Point> fresh = report.points().stream().filter(earlier::lack).toList();
    finiteness.saw(report);
    synchronized (acknowledger) {
      ledger.step(report.step(), report.slots(), work.leases(), why);
      acknowledger.add(report.step(), work.total(), fresh, new Timing(report.step(), report.label(), seconds));
      milestone |= report.milestone();
      Phase.STEP_DONE.reached();
      if (acknowledger.due()) {
        commit(milestone || swapper.guarding() || System.nanoTime() - lastCheckpoint >= pause);
      }
    }
    watcher.stepped(report, work.done(), work.total());
  }

  /** Looks at the leases, if a service may have gone. */
  private void renew() {
    long epoch = registry.epoch();
    if (epoch != seen) {
      seen = epoch;
      List<String> changes = work.renewLeases();
      if (!changes.isEmpty()) {
        changes.forEach(watcher::notice);
        why = "withdrawn";
      }
    }
  }

  private void commit(boolean withCheckpoint) {
    synchronized (acknowledger) {
      if (!withCheckpoint) {
        acknowledger.acknowledge();
      } else if (newest == null || work.done() != newest.step() || acknowledger.pending()) {
        save(acknowledger.waiting());
      }
      row = row.at(work.done(), work.total());
    }
  }

  private void save(Progress progress) {
    newest = checkpoints.save(snapshot(), progress);
    acknowledger.settled();
    lastCheckpoint = System.nanoTime();
    milestone = false;
    watcher.acknowledged(work.done());
  }

  /** After a transaction without a checkpoint, on the run's thread or the timer's. */
  private void committed(long step) {
    Phase.PROGRESS_COMMITTED.reached();
    watcher.acknowledged(step);
  }

  @Override
  public RunRow row() {
    return row;
  }

  @Override
  public Work work() {
    return work;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(Snapshot.SCHEMA, row.configDigest(), (String) work.facts().get("fingerprint"), work.done(),
        SnapshotSlots.of(work.leases()), work.snapshot());
  }

  @Override
  public byte[] encode(Snapshot snapshot) {
    return checkpoints.encode(snapshot);
  }

  @Override
  public void checkpoint() {
    commit(true);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public double slowestStep() {
    return slowest;
  }

  @Override
  public List<Swap> guarded() {
    return swapper.unsettled();
  }

  @Override
  public Swap commit(Replacement asked, Swap.Kind kind, String detail) {
    synchronized (acknowledger) {
      return swapper.commit(asked, kind, detail);
    }
  }

  @Override
  public Swap undo(String slot, String who, String reason) {
    return swapper.undo(slot, who, reason);
  }

  @Override
  public void refuse(Replacement asked, String reason, String detail) {
    store.refused(row.id(), SwapText.refused(asked, work, reason, detail));
  }

  /** Writes a change of a slot down, with the checkpoint that it leads to. */
  void save(Swap swap) {
    Progress waiting = acknowledger.waiting();
    save(new Progress(waiting.step(), work.total(), waiting.points(), waiting.timings(), waiting.ledger(),
        List.of(swap)));
  }

  /** Takes note of a swap that is recorded; {@code now} where the next step is the first one after it. */
  void adopt(Swap swap, boolean now) {
    swapper.adopt(swap);
    acknowledger.hold(swapper.guarding());
    if (now) {
      ledger.because(swap.slot(), swap.who(), SwapText.why(swap));
    }
  }

  /** A swap needs no watching any more. */
  void settled(String line) {
    acknowledger.hold(swapper.guarding());
    watcher.notice(line);
  }

  /** Whether a slot can be filled anew at this boundary. */
  boolean replaceable(String slot) {
    return swapper.replaceable(slot);
  }

  @Override
  public List<Swap> recorded() {
    return store.swaps(row.id());
  }

  /** The newest checkpoint. */
  Checkpoint newest() {
    return newest;
  }

  /** Ends the run at this boundary, for no code fills a slot as it should. */
  void fail(RunException cause) {
    broken = cause;
  }

  /** A line for people. */
  void tell(String line) {
    watcher.notice(line);
  }

  private RunRow finish() {
    Work.Outcome outcome = work.outcome();
    folder.write(RunFolder.RESULT, Trees.json(outcome.result()));
    folder.write(RunFolder.ARRAYS, format.encode(new ArrayFormat.Content(outcome.arrays(), new TreeMap<>())));
    folder.writeMetrics(store.points(row.id()));
    folder.writeTimings(store.timings(row.id()));
    folder.writeLedger(store.ledger(row.id()));
    Phase.RESULT_WRITTEN.reached();
    RunRow finished = row.ended(RunState.FINISHED, now(), seconds(),
        String.valueOf(outcome.result().getOrDefault("headline", "")), "");
    RunFilesReader reader = new RunFilesReader(store, format);
    for (ReportWriter report : reports) {
      try {
        folder.write(report.fileName(), report.render(reader.read(finished, folder), registry));
      } catch (RuntimeException e) {
        watcher.notice("the report could not be rendered (" + e + "); the results are safe — try: ansatz report "
            + row.name());
      }
    }
    Phase.REPORT_WRITTEN.reached();
    store.update(finished);
    Phase.FINISH_COMMITTED.reached();
    watcher.ended(finished);
    return finished;
  }

  private RunRow end(RunState state, String headline, String message) {
    commit(true);
    row = row.ended(state, now(), seconds(), headline, message);
    store.update(row);
    watcher.ended(row);
    return row;
  }

  /** Acknowledges the steps that were done if that is still possible, and says in the store why the run stopped. */
  private RuntimeException failed(Throwable cause) {
    boolean worded = cause instanceof RunException || cause instanceof RefusedException
        || cause instanceof ConfigException;
    String what = worded ? cause.getMessage() : String.valueOf(cause);
    RuntimeException told = cause instanceof RunException known
        ? known
        : new RunException(what + " — run " + row.name() + " keeps everything acknowledged; resume: ansatz resume "
            + row.name(), cause);
    try {
      if (acknowledger.pending()) {
        acknowledger.acknowledge();
      }
    } catch (RuntimeException e) {
      suppress(told, e);
    }
    RunRow failed = row.ended(RunState.FAILED, now(), seconds(), "", what);
    try {
      store.update(failed);
    } catch (RuntimeException e) {
      suppress(told, e);
    }
    watcher.ended(failed);
    return told;
  }

  /** The store may fail with the very exception that the run has failed with. */
  private static void suppress(RuntimeException told, RuntimeException further) {
    if (further != told) {
      told.addSuppressed(further);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Time spent on the run in all processes that took part; of those that crashed, the time of acknowledged steps. */
  private double seconds() {
    return before + (System.nanoTime() - started) * 1e-9;
  }
}
