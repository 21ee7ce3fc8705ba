package ansatz.runner.control.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was asked of a run, in order, from the question to the answer; what waits for a fold is durable. */
final class RequestQueue {
  private static final int MOST_PENDING = 100;
  private static final int MOST_KEPT = 200;
  private static final List<String> OF_THE_QUESTIONER = List.of("seen", "patience");

  private final RunRow row;
  private final WaitingRequests waiting;
  private final AtomicLong tickets = new AtomicLong();
  private final ConcurrentSkipListMap<Long, PendingRequest> requests = new ConcurrentSkipListMap<>();
  private volatile boolean asked;
  private boolean closed;

  RequestQueue(RunRow row, WaitingRequests waiting) {
    this.row = row;
    this.waiting = waiting;
  }

  /** Takes a request up. @throws RefusedException when the run is ending, the slot is taken, or too many wait */
  synchronized PendingRequest take(PendingRequest.Task task, Map<String, Object> question) {
    if (closed) {
      throw new RefusedException(task.what() + ": run " + row.name() + " is ending");
    }
    List<PendingRequest> unfinished = unfinished();
    if (unfinished.size() >= MOST_PENDING) {
      throw new RefusedException(task.what() + ": " + MOST_PENDING + " requests wait at run " + row.name()
          + " already — ansatz status " + row.name());
    }
    if (!task.slot().isEmpty()) {
      unfinished.stream().filter(other -> other.slot().equals(task.slot())).findFirst().ifPresent(other -> {
        throw new RefusedException("slot " + task.slot() + " of run " + row.name() + " is being changed already: "
            + other.what() + ", " + other.stage() + " — ansatz swap " + row.name() + " --withdraw " + task.slot()
            + " takes that back");
      });
    }
    Map<String, Object> kept = new LinkedHashMap<>(question);
    kept.keySet().removeAll(OF_THE_QUESTIONER);
    PendingRequest request = new PendingRequest(tickets.incrementAndGet(), task,
        boundary -> waiting.add(kept, boundary.recorded().size()));
    requests.put(request.ticket(), request);
    asked = true;
    return request;
  }

  /** Whether something is to be done at the next boundary. */
  boolean asked() {
    return asked;
  }

  /** Goes on with whatever is not finished, on the run's thread. @return whether anything is finished since */
  boolean serve(StepBoundary boundary) {
    asked = false;
    boolean done = false;
    for (PendingRequest request : unfinished()) {
      if (boundary.work().finished()) {
        request.close(boundary, new RefusedException(request.what() + ": the run has done its last step"));
      } else {
        request.at(boundary);
      }
      if (request.finished()) {
        done = true;
        waiting.remove(request.slot());
      } else {
        asked = true;
      }
    }
    while (requests.size() > MOST_KEPT && requests.firstEntry().getValue().finished()) {
      requests.pollFirstEntry();
    }
    return done;
  }

  /** Takes back what is to become of a slot. @return what that was */
  String withdraw(StepBoundary boundary, String slot, String who) {
    return refuse(boundary, slot, "withdrawn by " + who)
        .orElseThrow(() -> new RefusedException("nothing waits for slot " + slot + " of run " + row.name()
            + " — ansatz status " + row.name()));
  }

  /** Refuses what is to become of a slot. @return what that was; empty where nothing waits for it */
  Optional<String> refuse(StepBoundary boundary, String slot, String why) {
    Optional<PendingRequest> request = unfinished().stream().filter(each -> each.slot().equals(slot)).findFirst();
    request.ifPresent(each -> {
      each.close(boundary, new RefusedException(why));
      waiting.remove(slot);
    });
    return request.map(PendingRequest::what);
  }

  /** The request of a ticket. */
  PendingRequest get(long ticket) {
    return Optional.ofNullable(requests.get(ticket)).orElseThrow(
        () -> new ConfigException("there is no request " + ticket + " at run " + row.name()));
  }

  List<PendingRequest> unfinished() {
    return requests.values().stream().filter(request -> !request.finished()).toList();
  }

  /** Requests that would put a version of a bundle in. */
  List<String> needing(String label) {
    return requests.values().stream().filter(request -> request.needs(label)).map(PendingRequest::what).toList();
  }

  /** The run has ended: whoever waits is told, and what waited for a fold goes on waiting where it is written down. */
  void close(long step) {
    synchronized (this) {
      closed = true;
    }
    for (PendingRequest request : unfinished()) {
      request.close(null, new RefusedException(request.what() + ": run " + row.name() + " ended at step " + step
          + " before that"
          + (request.parked() ? "; it waits on once that is resumed: ansatz resume " + row.name() : "")));
    }
  }
}
