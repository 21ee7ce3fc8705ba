package ansatz.runner.control.internal;

import ansatz.bundles.LiveBundles;
import ansatz.control.ControlServer;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Lease;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import ansatz.runner.supervision.internal.ExitHook;
import ansatz.runner.supervision.internal.Supervisor;
import ansatz.runner.supervision.internal.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Where other processes ask something of a run: how far it is, at once; to checkpoint, stop, swap, undo or retire, at the
 * next step boundary.
 *
 * <p>The run's thread comes by between any two steps ({@link #boundary}), which costs a few readings of the clock when
 * nothing is asked. What the steps cost in between is watched as long as a swap is not settled.
 */
public final class RunControl implements AutoCloseable {
  private static final long VIEW_NANOS = 100_000_000;
  private static final int SHORT = 12;
  private static final int MOST_PENDING = 100;
  private static final int MOST_KEPT = 200;

  private final RunRow row;
  private final Path folder;
  private final LiveBundles live;
  private final Unloading departures;
  private final Consumer<String> notice;
  private final Supervisor supervisor;
  private final Watchdog watchdog;
  private final ExitHook hook;
  private final long restarted;
  private final Optional<ControlServer> server;
  private final AtomicLong tickets = new AtomicLong();
  private final ConcurrentSkipListMap<Long, PendingRequest> errands = new ConcurrentSkipListMap<>();
  private volatile boolean waiting;
  private volatile boolean closed;
  private volatile Progress progress;
  private volatile View view = new View(List.of(), List.of());
  private volatile Supervisor.Culprit culprit;
  private Progress first;
  private long viewed;

  private record Progress(long done, long total, long nanos) {}

  /** A slot as it is shown, with the kind of service that fills it. */
  private record Slot(String slot, String kind, Map<String, Object> tree) {}

  private record View(List<Slot> slots, List<Map<String, Object>> guarded) {}

  private RunControl(StepBoundary seat, Path folder, LiveBundles live, Supervisor supervisor, Consumer<String> notice) {
    this.row = seat.row();
    this.folder = folder;
    this.live = live;
    this.departures = new Unloading(live, this::requests);
    this.notice = notice;
    this.supervisor = supervisor;
    this.restarted = restartedAt(System.getenv(Supervisor.RESTARTED));
    this.watchdog = new Watchdog(System::nanoTime, seat.slowestStep(), this::hangs);
    this.hook = new ExitHook(this::exits);
    look(seat);
    this.server = listen();
  }

  /**
   * Opens the desk of a run that is about to go on.
   *
   * @param folder of the run
   * @param live null where there is no framework
   * @param notice takes lines for people
   */
  public static RunControl open(StepBoundary seat, Path folder, LiveBundles live, Consumer<String> notice) {
    return open(seat, folder, live, Supervisor.Exit.SYSTEM, notice);
  }

  /** The same with a way out of the process. */
  static RunControl open(StepBoundary seat, Path folder, LiveBundles live, Supervisor.Exit exit,
      Consumer<String> notice) {
    return new RunControl(seat, folder, live, new Supervisor(seat.row(), folder, Disk.SYSTEM, exit), notice);
  }

  private Optional<ControlServer> listen() {
    try {
      return Optional.of(ControlServer.open(folder, this::answer));
    } catch (RunException e) {
      notice.accept("no other process can ask for anything: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static long restartedAt(String variable) {
    String[] words = variable == null ? new String[0] : variable.split(" ", 2);
    return words.length == 2 && words[0].matches("[0-9]{1,18}") ? Long.parseLong(words[0]) : -1;
  }

  /** Between two steps, before the first and after the last one, on the run's thread. */
  public void boundary(StepBoundary seat) {
    watchdog.ends();
    while (supervisor.acts()) {
      LockSupport.park();
      Thread.interrupted();
    }
    boolean asked = waiting;
    if (asked) {
      serve(seat);
    }
    if (asked || System.nanoTime() - viewed > VIEW_NANOS) {
      look(seat);
    }
    Work work = seat.work();
    progress = new Progress(work.done(), work.total(), System.nanoTime());
    guard(seat);
    if (!work.finished()) {
      watchdog.begins(work.done() + 1);
    }
  }

  private void serve(StepBoundary seat) {
    waiting = false;
    boolean unfinished = false;
    for (PendingRequest errand : errands.values()) {
      if (!errand.finished()) {
        if (seat.work().finished()) {
          errand.close(new RefusedException(errand.what() + ": the run has done its last step"));
        } else {
          errand.at(seat);
        }
        unfinished |= !errand.finished();
      }
    }
    if (unfinished) {
      waiting = true;
    }
    while (errands.size() > MOST_KEPT && errands.firstEntry().getValue().finished()) {
      errands.pollFirstEntry();
    }
  }

  /** What is shown of slots changes rarely and is looked at rarely. */
  private void look(StepBoundary seat) {
    List<Slot> slots = new ArrayList<>();
    for (Lease<?> lease : seat.work().leases()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("slot", lease.slot());
      tree.put("part", lease.name());
      tree.put("bundle", lease.source().bundle());
      tree.put("version", lease.source().version());
      String sha256 = lease.source().sha256();
      tree.put("sha256", sha256.substring(0, Math.min(SHORT, sha256.length())));
      slots.add(new Slot(lease.slot(), lease.kind().getName(), tree));
    }
    view = new View(slots, seat.guarded().stream().map(s -> SwapRequest.swapTree(s, 0)).toList());
    viewed = System.nanoTime();
    progress = new Progress(seat.work().done(), seat.work().total(), viewed);
    first = first == null ? progress : first;
  }

  /** Whoever was put in last among those that take part in the next step is watched. */
  private void guard(StepBoundary seat) {
    List<Swap> guarded = seat.guarded();
    long next = progress.done + 1;
    Supervisor.Culprit suspect = null;
    if (!guarded.isEmpty()) {
      List<String> slots = seat.work().slots();
      for (Swap swap : guarded.reversed()) {
        if (slots.contains(swap.slot())) {
          suspect = new Supervisor.Culprit(swap.slot(), swap.toPart(), swap.to(), next, "");
          break;
        }
      }
    }
    culprit = suspect;
    watchdog.arm(suspect != null || next <= restarted);
  }

  private void hangs(long step, Duration age) {
    String seconds = age.toMillis() / 1000 + " s";
    Supervisor.Culprit suspect = culprit;
    if (suspect != null) {
      supervisor.restart(new Supervisor.Culprit(suspect.slot(), suspect.part(), suspect.source(), step,
          "has not ended for " + seconds));
    } else if (restarted >= 0) {
      supervisor.fail("step " + step + " has not ended for " + seconds + " under the incumbent either");
    }
  }

  private void exits(String where) {
    Supervisor.Culprit suspect = culprit;
    if (suspect != null) {
      supervisor.restart(new Supervisor.Culprit(suspect.slot(), suspect.part(), suspect.source(), suspect.step(),
          "ended the process by System.exit at " + where));
    } else {
      System.err.println("error run " + row.name() + ": the process was ended by System.exit at " + where
          + " — ansatz resume " + row.name());
    }
  }

  /** Answers a question of another process, on a thread of its own. */
  Map<String, Object> answer(Map<String, Object> question) {
    return switch (text(question, "command", "")) {
      case "status" -> status();
      case "wait" -> {
        PendingRequest errand = errands.get(number(question, "ticket", -1).longValue());
        if (errand == null) {
          throw new ConfigException("there is no request " + question.get("ticket") + " at run " + row.name());
        }
        yield await(errand, question);
      }
      case "checkpoint" -> await(take(new Act("checkpoint", (seat, _) -> {
        seat.checkpoint();
        return done(seat);
      })), question);
      case "stop" -> await(take(new Act("stop", (seat, _) -> {
        seat.stop();
        return done(seat);
      })), question);
      case "undo" -> await(take(undo(required(question, "slot"), text(question, "why", ""))), question);
      case "retire" -> await(take(new UnloadRequest(required(question, "label"), departures)), question);
      case "swap" -> await(take(swap(question)), question);
      default -> throw new ConfigException("a run does not know the command '" + question.get("command")
          + "' — status, checkpoint, stop, swap, undo, retire, wait");
    };
  }

  private static Map<String, Object> await(PendingRequest errand, Map<String, Object> question) {
    return errand.await(number(question, "seen", 0).intValue(), number(question, "patience", -1).longValue());
  }

  private synchronized PendingRequest take(PendingRequest.Task task) {
    if (closed) {
      throw new RefusedException(task.what() + ": run " + row.name() + " is ending");
    }
    if (errands.values().stream().filter(e -> !e.finished()).count() >= MOST_PENDING) {
      throw new RefusedException(task.what() + ": " + MOST_PENDING + " requests wait at run " + row.name()
          + " already — ansatz status " + row.name());
    }
    PendingRequest errand = new PendingRequest(tickets.incrementAndGet(), task);
    errands.put(errand.ticket(), errand);
    waiting = true;
    return errand;
  }

  private SwapRequest swap(Map<String, Object> question) {
    String slot = required(question, "slot");
    Replacement asked = new Replacement(slot, required(question, "part"),
        Boolean.TRUE.equals(question.get("provisional")), System.getProperty("user.name", ""),
        text(question, "why", ""));
    SwapRequest.Care care = new SwapRequest.Care(number(question, "shadow", 5).intValue(),
        number(question, "tolerance", 0.1).doubleValue());
    if (care.steps() < 0 || !(care.tolerance() >= 0)) {
      throw new ConfigException("shadow steps and tolerance are not negative");
    }
    if (errands.values().stream().anyMatch(e -> !e.finished() && e.what().startsWith("swap " + slot + "="))) {
      throw new RefusedException("slot " + slot + " of run " + row.name() + " is being swapped already — ansatz status "
          + row.name());
    }
    SwapRequest task = new SwapRequest(asked, care, live, departures, folder.resolve(RunFolder.CONFIG),
        Path.of(System.getProperty("java.io.tmpdir")), this::expected, lookout());
    view.slots().stream().filter(s -> s.slot().equals(slot)).findFirst().ifPresent(s -> task.allow(s.kind()));
    return task;
  }

  /** Watches a candidate that takes over, as if that were its first step. */
  private SwapRequest.Lookout lookout() {
    return new SwapRequest.Lookout() {
      @Override
      public void begins(Supervisor.Culprit candidate) {
        culprit = candidate;
        watchdog.begins(candidate.step());
        watchdog.arm(true);
      }

      @Override
      public void ends() {
        watchdog.drops();
        culprit = null;
      }
    };
  }

  /** Seconds of the slowest step are what a step may take. */
  private Duration expected() {
    return watchdog.slowest();
  }

  private Act undo(String slot, String why) {
    return new Act("undo " + slot, (seat, errand) -> {
      if (!seat.work().replaceable(slot)) {
        errand.say("waiting: " + slot + " cannot be filled anew before step " + (seat.work().done() + 1));
        return Optional.empty();
      }
      if (departures.busy()) {
        errand.say("waiting: a bundle is being unloaded");
        return Optional.empty();
      }
      long begin = System.nanoTime();
      Swap swap = seat.undo(slot, System.getProperty("user.name", ""), why);
      return Optional.of(SwapRequest.swapTree(swap, (System.nanoTime() - begin) * 1e-6));
    });
  }

  /** Requests that would put a version in. */
  private List<String> requests(String label) {
    return errands.values().stream().filter(e -> e.needs(label)).map(PendingRequest::what).toList();
  }

  private static Optional<Map<String, Object>> done(StepBoundary seat) {
    return Optional.of(Map.of("step", seat.work().done()));
  }

  private Map<String, Object> status() {
    Progress now = progress;
    View shown = view;
    double seconds = (now.nanos - first.nanos) * 1e-9;
    long steps = now.done - first.done;
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ok", true);
    tree.put("run", Map.of("id", row.id(), "name", row.name(), "experiment", row.experiment(), "state", "running"));
    tree.put("pid", ProcessHandle.current().pid());
    tree.put("step", now.done);
    tree.put("total", now.total);
    tree.put("secondsLeft", steps == 0 ? null : seconds * (now.total - now.done) / steps);
    tree.put("stepSeconds", watchdog.age().map(age -> age.toMillis() * 1e-3).orElse(0.0));
    tree.put("slowestStepSeconds", watchdog.slowest().toNanos() * 1e-9);
    tree.put("slots", shown.slots().stream().map(Slot::tree).toList());
    tree.put("guarded", shown.guarded());
    tree.put("pending", errands.values().stream().filter(e -> !e.finished())
        .map(e -> Map.of("ticket", e.ticket(), "what", e.what(), "stage", e.stage())).toList());
    return tree;
  }

  private static String required(Map<String, Object> question, String key) {
    String text = text(question, key, "");
    if (text.isEmpty()) {
      throw new ConfigException("the question says no " + key);
    }
    return text;
  }

  private static String text(Map<String, Object> question, String key, String otherwise) {
    return question.get(key) instanceof String text ? text : otherwise;
  }

  private static Number number(Map<String, Object> question, String key, Number otherwise) {
    return question.get(key) instanceof Number number ? number : otherwise;
  }

  /** The run has ended, whether or not it is finished: nothing is watched any more, whoever waits is told. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    hook.close();
    watchdog.close();
    long step = progress.done;
    errands.values().stream().filter(e -> !e.finished()).forEach(
        e -> e
            .close(new RefusedException(e.what() + ": run " + row.name() + " ended at step " + step + " before that")));
    try {
      server.ifPresent(ControlServer::close);
    } catch (RunException e) {
      notice.accept(e.getMessage());
    }
  }

  /** A request that needs no words of its own. */
  private record Act(String what,
      BiFunction<StepBoundary, PendingRequest, Optional<Map<String, Object>>> act) implements PendingRequest.Task {
    @Override
    public Optional<Map<String, Object>> at(StepBoundary seat, PendingRequest errand) {
      return act.apply(seat, errand);
    }
  }
}
