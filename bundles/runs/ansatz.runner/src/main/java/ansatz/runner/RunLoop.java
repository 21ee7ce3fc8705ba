package ansatz.runner;

import ansatz.experiment.Trees;
import ansatz.data.ArrayFormat;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Replacement;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Swap;
import ansatz.experiment.Timing;
import ansatz.experiment.Work;
import ansatz.experiment.Work.StepReport;
import ansatz.learn.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One run from its last checkpoint to its end: step, acknowledge, checkpoint, until finished or asked to stop.
 *
 * <p>Steps are acknowledged in groups of at most {@value #GROUP_MILLIS} ms. A step that finishes a cell brings a
 * checkpoint with its group; between such steps one is written every few seconds, and with every group while a slot has an
 * incumbent to go back to, so that going back never takes back what was acknowledged.
 *
 * <p>Slots change between steps only. A change is made in memory, then written down in one transaction with the checkpoint
 * that it leads to; whatever fails before puts the incumbent back.
 */
final class RunLoop implements Seat {
  private static final long GROUP_MILLIS = 200;
  private static final long CHECKPOINT_MILLIS = 5_000;
  /** System properties that change the two intervals. */
  private static final String ACKNOWLEDGE = "ansatz.acknowledge.millis";
  private static final String CHECKPOINT = "ansatz.checkpoint.millis";

  /** What a run needs of its surroundings. */
  record Services(RunStore store, Disk disk, ArrayFormat format, Registry registry,
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
  private final Incumbents incumbents = new Incumbents();
  private final Finiteness finiteness = new Finiteness();
  private final Agenda agenda;
  private final Map<String, Point> acknowledged = new HashMap<>();
  private final Acknowledger acknowledger;
  private final long pause = TimeUnit.MILLISECONDS.toNanos(Long.getLong(CHECKPOINT, CHECKPOINT_MILLIS));
  private final long started = System.nanoTime();
  private final double before;

  private RunRow row;
  private String why = "resume";
  private boolean milestone;
  private boolean stopped;
  private RuntimeException broken;
  private double slowest;
  private long seen = -1;
  private long lastCheckpoint = System.nanoTime();
  /** The newest checkpoint; null before the first. */
  private Checkpoint newest;

  RunLoop(RunRow row, Experiment experiment, Work work, RunFolder folder, Services services, Agenda agenda,
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
    this.agenda = agenda;
    this.watcher = new SafeWatcher(watcher);
    this.checkpoints = new Checkpoints(row.id(), folder.path(), store, disk, format);
    List<Timing> timings = store.timings(row.id());
    this.before = Math.max(row.seconds(), timings.stream().mapToDouble(Timing::seconds).sum());
    this.slowest = timings.stream().mapToDouble(Timing::seconds).max().orElse(0);
    this.ledger = new Ledger(store.ledger(row.id()));
    this.acknowledger = new Acknowledger(row.id(), store,
        TimeUnit.MILLISECONDS.toNanos(Long.getLong(ACKNOWLEDGE, GROUP_MILLIS)), ledger::drain, this::committed);
  }

  /** Goes on after a checkpoint, or from the first step where there is none. */
  RunRow execute(Optional<Checkpoints.Loaded> checkpoint) {
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
    try (RunDesk desk = RunDesk.open(this, folder.path(), live.get().orElse(null), watcher::notice)) {
      while (true) {
        agenda.boundary(this);
        desk.boundary(this);
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

  /** Goes back to a checkpoint; what was acknowledged since must come out the same again. */
  private void takeUp(Optional<Checkpoints.Loaded> checkpoint) {
    store.points(row.id()).forEach(p -> acknowledged.put(key(p), p));
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
    StepReport report = guarded(work.slots());
    double seconds = (System.nanoTime() - begin) * 1e-9;
    slowest = Math.max(slowest, seconds);
    List<Point> fresh = report.points().stream().filter(this::isNew).toList();
    finiteness.saw(report);
    synchronized (acknowledger) {
      ledger.step(report.step(), report.slots(), work.leases(), why);
      acknowledger.add(report.step(), work.total(), fresh, new Timing(report.step(), report.label(), seconds));
      milestone |= report.milestone();
      Phase.STEP_DONE.reached();
      if (acknowledger.due()) {
        commit(milestone || !incumbents.isEmpty() || System.nanoTime() - lastCheckpoint >= pause);
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

  /** Does a step; one that fails under code with an incumbent is taken back and done by that. */
  private StepReport guarded(List<String> slots) {
    Optional<Swap> suspect = incumbents.newest(slots);
    if (suspect.isEmpty()) {
      return work.step();
    }
    State state = work.snapshot();
    String problem;
    try {
      StepReport report = work.step();
      Optional<String> odd = finiteness.broken(report);
      if (odd.isEmpty()) {
        return report;
      }
      problem = odd.get();
    } catch (Throwable e) {
      // Code that is being tried may throw anything, checked exceptions in disguise and errors included.
      problem = e instanceof RunException ? e.getMessage() : e.toString();
    }
    work.restore(state);
    rollBack(suspect.get(), "step " + (work.done() + 1) + ": " + problem);
    return guarded(slots);
  }

  private void rollBack(Swap swap, String problem) {
    Filling incumbent = Filling.before(swap);
    try {
      commit(new Replacement(swap.slot(), incumbent.label(), true, swap.who(), problem), Swap.Kind.ROLLED_BACK, "");
    } catch (RefusedException | ConfigException e) {
      throw new RunException(problem + " — and " + incumbent.words() + " could not take over again: " + e.getMessage());
    }
  }

  /** Whether a point is new; one that was acknowledged before the run was taken up has to be the same to the bit. */
  private boolean isNew(Point point) {
    Point earlier = acknowledged.get(key(point));
    if (earlier != null && !earlier.sameBits(point)) {
      throw new RunException(
          "not reproducible: " + point.series() + " " + point.metric() + " at " + point.step() + " was "
              + earlier.value() + " when it was acknowledged and is " + point.value()
              + " now — another machine, JVM or "
              + "bundle? (ansatz why " + row.name() + ")");
    }
    return earlier == null;
  }

  private static String key(Point p) {
    return p.series() + "\n" + p.metric() + "\n" + p.step();
  }

  private void commit(boolean withCheckpoint) {
    synchronized (acknowledger) {
      if (!withCheckpoint) {
        acknowledger.acknowledge();
      } else if (newest == null || work.done() != newest.step() || acknowledger.pending()) {
        save(acknowledger.waiting());
      }
      row = Rows.progress(row, work.done(), work.total());
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
        Slots.of(work.leases()), work.snapshot());
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
    return incumbents.tops();
  }

  @Override
  public Swap commit(Replacement asked, Swap.Kind kind, String detail) {
    long begin = System.nanoTime();
    if (!work.replaceable(asked.slot())) {
      throw new RefusedException("slot " + asked.slot() + " cannot be filled anew after step " + work.done()
          + " — it can later");
    }
    synchronized (acknowledger) {
      commit(true);
      Phase.SWAP_CHECKPOINTED.reached();
      Lease<?> old = lease(asked.slot());
      State state = work.snapshot();
      Swap swap;
      try {
        Lease<?> fresh = work.replace(asked.slot(), asked.part());
        Phase.SWAP_REPLACED.reached();
        swap = swap(asked, kind, detail, old, fresh);
        Progress waiting = acknowledger.waiting();
        save(new Progress(waiting.step(), work.total(), waiting.points(), waiting.timings(), waiting.ledger(),
            List.of(swap)));
      } catch (RuntimeException | Error e) {
        putBack(asked.slot(), old, state, e);
        throw e;
      }
      Phase.SWAP_COMMITTED.reached();
      adopt(swap, true);
      watcher.notice(Swaps.line(swap, Math.round((System.nanoTime() - begin) * 1e-6)));
      return swap;
    }
  }

  /** Takes note of a swap that is recorded; {@code now} where the next step is the first one after it. */
  void adopt(Swap swap, boolean now) {
    incumbents.add(swap);
    acknowledger.hold(!incumbents.isEmpty());
    if (now) {
      ledger.because(swap.slot(), swap.who(), Swaps.why(swap));
    }
  }

  private Swap swap(Replacement asked, Swap.Kind kind, String detail, Lease<?> old, Lease<?> fresh) {
    boolean promoted = live.get().map(b -> b.promoted(fresh.source().bundle(), fresh.source().version())).orElse(true);
    if (kind == Swap.Kind.SWAPPED && fresh.name().equals(old.name()) && fresh.source().equals(old.source())) {
      throw new RefusedException("slot " + asked.slot() + " is filled by " + Filling.of(old).words() + " already");
    }
    if (kind == Swap.Kind.SWAPPED && !promoted && !asked.provisional()) {
      String label = fresh.source().bundle() + "@" + fresh.source().version();
      throw new RefusedException(label + " is not promoted — ansatz bundle promote " + label
          + ", or --provisional for this run alone");
    }
    return new Swap(work.done(), asked.slot(), kind, old.name(), old.source(), fresh.name(), fresh.source(), !promoted,
        asked.who(), asked.why(), detail, newest.file(), newest.sha256());
  }

  private void putBack(String slot, Lease<?> old, State state, Throwable cause) {
    try {
      if (lease(slot) != old) {
        work.replace(slot, Filling.of(old).label());
      }
      work.restore(state);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      broken = new RunException("slot " + slot + ": " + cause.getMessage() + " — and " + Filling.of(old).words()
          + " could not be put back: " + e.getMessage(), e);
    }
  }

  private Lease<?> lease(String slot) {
    return work.leases().stream().filter(l -> l.slot().equals(slot)).findFirst().orElseThrow();
  }

  @Override
  public Swap undo(String slot, String who, String reason) {
    Swap last = incumbents.newest(List.of(slot)).orElseThrow(() -> new RefusedException("slot " + slot
        + " of run " + row.name() + " has no swap to take back — ansatz status " + row.name()));
    return commit(new Replacement(slot, Filling.before(last).label(), true, who, reason), Swap.Kind.UNDONE, "");
  }

  @Override
  public void refuse(Replacement asked, String reason, String detail) {
    store.refused(row.id(), Swaps.refused(asked, work, reason, detail));
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
    RunRow finished = Rows.ended(row, RunState.FINISHED, now(), seconds(),
        String.valueOf(outcome.result().getOrDefault("headline", "")), "");
    StoredRuns reader = new StoredRuns(store, folder, format);
    for (ReportWriter report : reports) {
      try {
        folder.write(report.fileName(), report.render(reader.read(finished), registry));
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
    row = Rows.ended(row, state, now(), seconds(), headline, message);
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
      told.addSuppressed(e);
    }
    RunRow failed = Rows.ended(row, RunState.FAILED, now(), seconds(), "", what);
    try {
      store.update(failed);
    } catch (RuntimeException e) {
      told.addSuppressed(e);
    }
    watcher.ended(failed);
    return told;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Time spent on the run in all processes that took part; of those that crashed, the time of acknowledged steps. */
  private double seconds() {
    return before + (System.nanoTime() - started) * 1e-9;
  }
}
