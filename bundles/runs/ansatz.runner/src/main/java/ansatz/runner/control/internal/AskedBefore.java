package ansatz.runner.control.internal;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A request that was promised before the process ended: nobody waits for its answer any more, so people are told. */
record AskedBefore(PendingRequest.Task task, Consumer<String> notice) implements PendingRequest.Task {
  AskedBefore {
    task.promised();
  }

  @Override
  public String what() {
    return task.what();
  }

  @Override
  public String slot() {
    return task.slot();
  }

  @Override
  public boolean needs(String label) {
    return task.needs(label);
  }

  @Override
  public Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request) {
    try {
      return task.at(boundary, request);
    } catch (RuntimeException | Error e) {
      notice.accept(what() + " was not done: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
      throw e;
    }
  }

  @Override
  public void close(StepBoundary boundary, String why) {
    task.close(boundary, why);
  }
}
