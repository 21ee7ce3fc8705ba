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
import ansatz.experiment.Work.Moment;
import ansatz.runner.supervision.internal.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where other processes ask something of a run: how far it is, at once; to checkpoint, stop, swap, undo, withdraw or
 * retire, at the next step boundary.
 *
 * <p>The run's thread comes by between any two steps ({@link #boundary}), which costs a few readings of the clock when
 * nothing is asked. What the steps cost in between is watched as long as a swap is not settled.
 */
public final class RunControl implements AutoCloseable {
  private static final long VIEW_NANOS = 100_000_000;
  private static final int SHORT = 12;
  private static final String USER = System.getProperty("user.name", "");

  private final RunRow row;
  private final Path folder;
  private final LiveBundles live;
  private final Unloading unloading;
  private final Consumer<String> notice;
  private final RequestQueue queue;
  private final CandidateGuard guard;
  private final Optional<ControlServer> server;
  private volatile Progress progress;
  private volatile View view = new View(List.of(), List.of());
  private Progress first;
  private long viewed;

  private record Progress(long done, long total, long nanos) {}

  /** A slot as it is shown, with the kind of service that fills it. */
  private record Slot(String slot, String kind, Map<String, Object> tree) {}

  private record View(List<Slot> slots, List<Map<String, Object>> guarded) {}

  private RunControl(StepBoundary boundary, Path folder, Disk disk, LiveBundles live, Supervisor supervisor,
      Consumer<String> notice) {
    this.row = boundary.row();
    this.folder = folder;
    this.live = live;
    this.notice = notice;
    WaitingRequests waiting = new WaitingRequests(folder, disk);
    List<Map<String, Object>> earlier = waiting.read(boundary.recorded());
    this.queue = new RequestQueue(row, waiting);
    this.unloading = new Unloading(live, queue::needing);
    this.guard = new CandidateGuard(row, supervisor, boundary.slowestStep());
    try {
      look(boundary);
      earlier.forEach(question -> askAgain(question, boundary, waiting));
      this.server = listen();
    } catch (RuntimeException | Error e) {
      guard.close();
      throw e;
    }
  }

  /** What cannot be asked any more, by this version, is refused; the run goes on without it. */
  private void askAgain(Map<String, Object> question, StepBoundary boundary, WaitingRequests waiting) {
    try {
      PendingRequest.Task task = new AskedBefore(task(question, false), notice);
      queue.take(task, question);
      notice.accept(task.what() + " goes on waiting for the next fold");
    } catch (ConfigException | RefusedException e) {
      String slot = text(question, "slot", "");
      String part = text(question, "part", "");
      if (!slot.isEmpty() && !part.isEmpty()) {
        boundary.refuse(new Replacement(slot, part, false, USER, text(question, "why", "")), e.getMessage(), "");
      }
      waiting.drop(question);
      notice.accept(folder.resolve(WaitingRequests.FILE) + ": what waited for the next fold is dropped: "
          + e.getMessage());
    }
  }

  /**
   * Opens the control of a run that is about to go on.
   *
   * @param folder of the run
   * @param disk on which what waits, and what restarts the run, is written down
   * @param live null where there is no framework
   * @param notice takes lines for people
   */
  public static RunControl open(StepBoundary boundary, Path folder, Disk disk, LiveBundles live,
      Consumer<String> notice) {
    return open(boundary, folder, disk, live, Supervisor.Exit.SYSTEM, notice);
  }

  /** The same with a way out of the process. */
  static RunControl open(StepBoundary boundary, Path folder, Disk disk, LiveBundles live, Supervisor.Exit exit,
      Consumer<String> notice) {
    Supervisor supervisor = new Supervisor(boundary.row(), folder, disk, exit);
    return new RunControl(boundary, folder, disk, live, supervisor, notice);
  }

  /** Refuses what waits for a slot, if anything does: its code was tried and ended the process. */
  public void refuseWaiting(StepBoundary boundary, String slot, String why) {
    queue.refuse(boundary, slot, why);
  }

  private Optional<ControlServer> listen() {
    try {
      return Optional.of(ControlServer.open(folder, this::answer));
    } catch (RunException e) {
      notice.accept("no other process can ask for anything: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Between two steps, before the first and after the last one, on the run's thread. */
  public void boundary(StepBoundary boundary) {
    guard.stepEnded();
    boolean changed = queue.asked() && queue.serve(boundary);
    if (changed || System.nanoTime() - viewed > VIEW_NANOS) {
      look(boundary);
    }
    Work work = boundary.work();
    progress = new Progress(work.done(), work.total(), System.nanoTime());
    guard.stepBegins(boundary);
  }

  /** What is shown of slots changes rarely and is looked at rarely. */
  private void look(StepBoundary boundary) {
    List<Slot> slots = new ArrayList<>();
    for (Lease<?> lease : boundary.work().leases()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("slot", lease.slot());
      tree.put("part", lease.name());
      tree.put("bundle", lease.source().bundle());
      tree.put("version", lease.source().version());
      String sha256 = lease.source().sha256();
      tree.put("sha256", sha256.substring(0, Math.min(SHORT, sha256.length())));
      slots.add(new Slot(lease.slot(), lease.kind().getName(), tree));
    }
    view = new View(slots, boundary.guarded().stream().map(Swap::tree).toList());
    viewed = System.nanoTime();
    progress = new Progress(boundary.work().done(), boundary.work().total(), viewed);
    first = first == null ? progress : first;
  }

  /** Answers a question of another process, on a thread of its own. */
  Map<String, Object> answer(Map<String, Object> question) {
    return switch (text(question, "command", "")) {
      case "status" -> status();
      case "wait" -> await(queue.get(number(question, "ticket", -1).longValue()), question);
      default -> await(queue.take(task(question, true), question), question);
    };
  }

  private static Map<String, Object> await(PendingRequest request, Map<String, Object> question) {
    return request.await(number(question, "seen", 0).intValue(), number(question, "patience", -1).longValue());
  }

  /** @param asked by somebody who can be told at once what cannot be */
  private PendingRequest.Task task(Map<String, Object> question, boolean asked) {
    return switch (text(question, "command", "")) {
      case "checkpoint" -> new Act("checkpoint", boundary -> {
        boundary.checkpoint();
        return Map.of();
      });
      case "stop" -> new Act("stop", boundary -> {
        boundary.stop();
        return Map.of();
      });
      case "withdraw" -> {
        String slot = required(question, "slot");
        yield new Act("withdraw " + slot,
            boundary -> Map.of("slot", slot, "withdrawn", queue.withdraw(boundary, slot, USER)));
      }
      case "undo" -> new UndoRequest(required(question, "slot"), USER, text(question, "why", ""), moment(question),
          unloading);
      case "retire" -> new UnloadRequest(required(question, "label"), unloading);
      case "swap" -> swap(question, asked);
      default -> throw new ConfigException("a run does not know the command '" + question.get("command")
          + "' — status, checkpoint, stop, swap, undo, withdraw, retire, wait");
    };
  }

  private static Moment moment(Map<String, Object> question) {
    String word = text(question, "at", "step");
    for (Moment moment : Moment.values()) {
      if (moment.name().toLowerCase(Locale.ROOT).equals(word)) {
        return moment;
      }
    }
    throw new ConfigException("'" + word + "' is no moment of a run — step, fold");
  }

  private SwapRequest swap(Map<String, Object> question, boolean asked) {
    String slot = required(question, "slot");
    Replacement replacement = new Replacement(slot, required(question, "part"),
        Boolean.TRUE.equals(question.get("provisional")), USER, text(question, "why", ""));
    SwapRequest.Care care = new SwapRequest.Care(number(question, "shadow", 5).intValue(),
        number(question, "tolerance", 0.1).doubleValue(), moment(question));
    if (care.steps() < 0 || !(care.tolerance() >= 0)) {
      throw new ConfigException("shadow steps and tolerance are not negative");
    }
    SwapRequest request = new SwapRequest(replacement, care, live, unloading, folder.resolve(RunFolder.CONFIG),
        Path.of(System.getProperty("java.io.tmpdir")), guard::slowestStep, guard);
    if (asked) {
      view.slots().stream().filter(s -> s.slot().equals(slot)).findFirst().ifPresent(s -> request.allow(s.kind()));
    }
    return request;
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
    tree.put("stepSeconds", guard.stepAge().map(age -> age.toMillis() * 1e-3).orElse(0.0));
    tree.put("slowestStepSeconds", guard.slowestStep().toNanos() * 1e-9);
    tree.put("slots", shown.slots().stream().map(Slot::tree).toList());
    tree.put("guarded", shown.guarded());
    tree.put("pending", queue.unfinished().stream().map(PendingRequest::tree).toList());
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
    guard.close();
    queue.close(progress.done);
    try {
      server.ifPresent(ControlServer::close);
    } catch (RunException e) {
      notice.accept(e.getMessage());
    }
  }

  /** A request that is done at the first boundary. */
  private record Act(String what,
      Function<StepBoundary, Map<String, Object>> act) implements PendingRequest.Task {
    @Override
    public Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request) {
      Map<String, Object> answer = new LinkedHashMap<>(act.apply(boundary));
      answer.put("step", boundary.work().done());
      return Optional.of(answer);
    }
  }
}
