package ansatz.runner;

import ansatz.experiment.Trees;
import ansatz.data.ArrayFormat;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.Point;
import ansatz.experiment.Registry;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Runner.Watcher;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Timing;
import ansatz.experiment.Work;
import ansatz.experiment.Work.StepReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One run from its last checkpoint to its end: step, acknowledge, checkpoint, until finished or asked to stop.
 *
 * <p>Steps are acknowledged in groups of at most {@value #GROUP_MILLIS} ms. A step that finishes a cell brings a
 * checkpoint with its group; between such steps one is written every few seconds.
 */
final class RunLoop {
  private static final long GROUP_MILLIS = 200;
  private static final long CHECKPOINT_MILLIS = 5_000;
  /** System properties that change the two intervals. */
  private static final String ACKNOWLEDGE = "ansatz.acknowledge.millis";
  private static final String CHECKPOINT = "ansatz.checkpoint.millis";

  private final Experiment experiment;
  private final Work work;
  private final RunFolder folder;
  private final RunStore store;
  private final Registry registry;
  private final List<ReportWriter> reports;
  private final ArrayFormat format;
  private final SafeWatcher watcher;
  private final Checkpoints checkpoints;
  private final BiConsumer<Phase, Long> phases = Phase.watch();
  private final Ledger ledger;
  private final Map<String, Point> acknowledged = new HashMap<>();
  private final Acknowledger acknowledger;
  private final long pause = TimeUnit.MILLISECONDS.toNanos(Long.getLong(CHECKPOINT, CHECKPOINT_MILLIS));
  private final long started = System.nanoTime();
  private final double before;

  private RunRow row;
  private String why = "resume";
  private boolean milestone;
  private long lastCheckpoint = System.nanoTime();
  /** The step of the newest checkpoint. */
  private long checkpointed = -1;

  RunLoop(RunRow row, Experiment experiment, Work work, RunFolder folder, RunStore store, Disk disk, ArrayFormat format,
      Registry registry,
      List<ReportWriter> reports, Watcher watcher) {
    this.row = row;
    this.experiment = experiment;
    this.work = work;
    this.folder = folder;
    this.store = store;
    this.registry = registry;
    this.reports = reports;
    this.format = format;
    this.watcher = new SafeWatcher(watcher);
    this.checkpoints = new Checkpoints(row.id(), folder.path(), store, disk, format, phases);
    this.before = Math.max(row.seconds(), store.timings(row.id()).stream().mapToDouble(Timing::seconds).sum());
    this.ledger = new Ledger(store.ledger(row.id()));
    this.acknowledger = new Acknowledger(row.id(), store,
        TimeUnit.MILLISECONDS.toNanos(Long.getLong(ACKNOWLEDGE, GROUP_MILLIS)), ledger::drain, this::committed);
  }

  RunRow execute() {
    try {
      phases.accept(Phase.RUN_CREATED, 0L);
      takeUp();
      acknowledger.begin(work.done(), work.total());
      watcher.started(row, experiment, work.done(), work.total());
      while (!work.finished()) {
        if (watcher.stopRequested()) {
          return end(RunState.INTERRUPTED, "", "stopped at step " + work.done());
        }
        step();
      }
      commit(true);
      return finish();
    } catch (RuntimeException | Error e) {
      throw failed(e);
    } finally {
      acknowledger.close();
    }
  }

  /** Goes back to the newest valid checkpoint; what was acknowledged since must come out the same again. */
  private void takeUp() {
    store.points(row.id()).forEach(p -> acknowledged.put(key(p), p));
    Optional<Snapshot> snapshot = checkpoints.load(watcher::notice);
    snapshot.ifPresent(s -> {
      if (!s.configDigest().equals(row.configDigest())) {
        throw new RunException("the checkpoint belongs to another configuration");
      }
      String now = (String) work.facts().get("fingerprint");
      if (!s.dataFingerprint().equals(now)) {
        throw new RunException("the data have changed since the run started: fingerprint was "
            + s.dataFingerprint().substring(0, 12) + ", is " + now.substring(0, 12)
            + " — put the old data back, or start another run");
      }
      work.restore(s.state());
      checkpointed = s.step();
    });
    if (snapshot.isEmpty() && row.step() > 0) {
      watcher.notice("no valid checkpoint: starting again from the first step");
    }
    ledger.differences(work.leases()).forEach(watcher::notice);
  }

  private void step() {
    List<String> changes = work.renewLeases();
    if (!changes.isEmpty()) {
      changes.forEach(watcher::notice);
      why = "withdrawn";
    }
    long begin = System.nanoTime();
    StepReport report = work.step();
    Timing timing = new Timing(report.step(), report.label(), (System.nanoTime() - begin) * 1e-9);
    List<Point> fresh = report.points().stream().filter(this::isNew).toList();
    synchronized (acknowledger) {
      ledger.step(report.step(), report.slots(), work.leases(), why);
      acknowledger.add(report.step(), work.total(), fresh, timing);
      milestone |= report.milestone();
      phases.accept(Phase.STEP_DONE, report.step());
      if (acknowledger.due()) {
        commit(milestone || System.nanoTime() - lastCheckpoint >= pause);
      }
    }
    watcher.stepped(report, work.done(), work.total());
  }

  /** Whether a point is new; one that was acknowledged before the run was taken up has to be the same to the bit. */
  private boolean isNew(Point point) {
    Point before = acknowledged.get(key(point));
    if (before != null && !before.sameBits(point)) {
      throw new RunException(
          "not reproducible: " + point.series() + " " + point.metric() + " at " + point.step() + " was "
              + before.value() + " when it was acknowledged and is " + point.value() + " now — another machine, JVM or "
              + "bundle? (ansatz why " + row.name() + ")");
    }
    return before == null;
  }

  private static String key(Point p) {
    return p.series() + "\n" + p.metric() + "\n" + p.step();
  }

  private void commit(boolean withCheckpoint) {
    synchronized (acknowledger) {
      long step = work.done();
      if (!withCheckpoint) {
        acknowledger.acknowledge();
      } else if (step != checkpointed || acknowledger.pending()) {
        checkpoints.save(snapshot(), acknowledger.waiting());
        acknowledger.settled();
        lastCheckpoint = System.nanoTime();
        checkpointed = step;
        milestone = false;
        watcher.acknowledged(step);
      }
      row = Rows.progress(row, step, work.total());
    }
  }

  /** After a transaction without a checkpoint, on the run's thread or the timer's. */
  private void committed(long step) {
    phases.accept(Phase.PROGRESS_COMMITTED, step);
    watcher.acknowledged(step);
  }

  private Snapshot snapshot() {
    SortedMap<String, String> slots = new TreeMap<>();
    for (Lease<?> lease : work.leases()) {
      slots.put(lease.slot(), lease.name() + " " + lease.source().bundle() + "@" + lease.source().version() + " "
          + lease.source().sha256());
    }
    return new Snapshot(Snapshot.SCHEMA, row.configDigest(), (String) work.facts().get("fingerprint"), work.done(),
        slots,
        work.snapshot());
  }

  private RunRow finish() {
    Work.Outcome outcome = work.outcome();
    folder.write(RunFolder.RESULT, Trees.json(outcome.result()));
    folder.write(RunFolder.ARRAYS, format.encode(new ArrayFormat.Content(outcome.arrays(), new TreeMap<>())));
    folder.writeMetrics(store.points(row.id()));
    folder.writeTimings(store.timings(row.id()));
    folder.writeLedger(store.ledger(row.id()));
    phases.accept(Phase.RESULT_WRITTEN, work.done());
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
    phases.accept(Phase.REPORT_WRITTEN, work.done());
    store.update(finished);
    phases.accept(Phase.FINISH_COMMITTED, work.done());
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
    String what = cause instanceof RunException ? cause.getMessage() : String.valueOf(cause);
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
