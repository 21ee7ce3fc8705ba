package ansatz.runner.control.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something that another process asked of a run and that is done between two steps: what was said of it so far, and its
 * answer for whoever waits.
 */
final class PendingRequest {
  /** What is to be done, on the run's thread. */
  interface Task {
    /** For people: {@code swap linalg=jblas@1.0.1}. */
    String what();

    /** The slot that it is about; empty where it is about none. */
    default String slot() {
      return "";
    }

    /**
     * At a step boundary.
     *
     * @param request that is told lines about how far it is, or, on whichever thread, the answer
     * @return the answer; empty when it comes later
     * @throws RuntimeException when it cannot be done
     */
    Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request);

    /** It was promised before the process ended: if it cannot be done now, that is recorded. */
    default void promised() {}

    /** Whether it would put a version of a bundle, {@code name@version}, in. */
    default boolean needs(String label) {
      return false;
    }

    /** It is not wanted any more, or the run has ended before it was done. */
    default void close(StepBoundary boundary, String why) {}
  }

  private final long ticket;
  private final Task task;
  private final Consumer<StepBoundary> keep;
  private final List<String> lines = new ArrayList<>();
  /** What has to be over before it can be done; empty while it is under way. */
  private String waitsFor = "";
  private Map<String, Object> answer;
  private RuntimeException refusal;

  /** @param keep writes down, durably, that this waits for something that may take long */
  PendingRequest(long ticket, Task task, Consumer<StepBoundary> keep) {
    this.ticket = ticket;
    this.task = task;
    this.keep = keep;
  }

  String slot() {
    return task.slot();
  }

  long ticket() {
    return ticket;
  }

  String what() {
    return task.what();
  }

  /** Whether it would put a version of a bundle in. */
  boolean needs(String label) {
    return !finished() && task.needs(label);
  }

  /** The last line said. */
  synchronized String stage() {
    return lines.isEmpty() ? "waiting for the end of the step" : lines.getLast();
  }

  /** How it is shown. */
  synchronized Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ticket", ticket);
    tree.put("what", what());
    tree.put("stage", stage());
    tree.put("slot", slot());
    tree.put("waitsFor", waitsFor);
    return tree;
  }

  synchronized boolean finished() {
    return answer != null || refusal != null;
  }

  /** Goes on with it; never throws. */
  void at(StepBoundary boundary) {
    try {
      task.at(boundary, this).ifPresent(this::answer);
    } catch (Throwable e) {
      // Code that is being tried may throw anything; the run goes on as it was.
      fail(e);
    }
  }

  /** It cannot be done. */
  void fail(Throwable why) {
    refuse(untied(why));
  }

  /** The same without stack and cause, which would hold classes of parts that are to be unloaded one day. */
  private RuntimeException untied(Throwable e) {
    return switch (e) {
      case ConfigException c -> new ConfigException(c.getMessage());
      case RefusedException r -> new RefusedException(r.getMessage());
      case RunException r -> new RunException(r.getMessage());
      default -> new RefusedException(what() + ": " + e);
    };
  }

  /** It will not be done any more. @param boundary null where the run has ended */
  void close(StepBoundary boundary, RuntimeException why) {
    task.close(boundary, why.getMessage());
    refuse(why);
  }

  /** It waits, durably, for something that may take long: whoever asked need not wait with it. */
  void waitFor(String over, StepBoundary boundary) {
    if (!parked()) {
      keep.accept(boundary);
    }
    synchronized (this) {
      waitsFor = over;
      say("waits for the end of " + over);
    }
  }

  /** Whether it waits for something that may take long. */
  synchronized boolean parked() {
    return !waitsFor.isEmpty();
  }

  synchronized void say(String line) {
    if (lines.isEmpty() || !lines.getLast().equals(line)) {
      lines.add(line);
      notifyAll();
    }
  }

  synchronized void answer(Map<String, Object> tree) {
    if (!finished()) {
      answer = tree;
      notifyAll();
    }
  }

  private synchronized void refuse(RuntimeException why) {
    if (!finished()) {
      refusal = why;
      notifyAll();
    }
  }

  /**
   * Waits for the answer, for a line after those seen, or until the patience is at its end.
   *
   * @param patience milliseconds; negative to wait for the answer however long it takes
   */
  synchronized Map<String, Object> await(int seen, long patience) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (!finished() && (patience < 0 || lines.size() <= seen && System.nanoTime() < end)) {
      try {
        wait(patience < 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ok", true);
    tree.put("pending", answer == null);
    tree.put("ticket", ticket);
    tree.put("waitsFor", waitsFor);
    tree.put("lines", List.copyOf(lines.subList(Math.min(seen, lines.size()), lines.size())));
    if (answer != null) {
      tree.putAll(answer);
    }
    return tree;
  }
}
