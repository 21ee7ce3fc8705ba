package ansatz.backend.jvm.internal.run;

import java.util.List;

/** Steps that do not wait for each other: their tasks are numbered through. */
final class Wave {
  /** Handing work to another thread pays from about this much, in nanoseconds. */
  private static final double SHARED = 6000;

  private final Action[] actions;
  private final int[] ends;
  private final boolean shared;
  private boolean profiling;

  Wave(List<Action> list) {
    actions = list.toArray(Action[]::new);
    ends = new int[actions.length];
    int end = 0;
    double nanos = 0;
    for (int i = 0; i < actions.length; i++) {
      end += actions[i].step().tasks();
      nanos += actions[i].step().nanos();
      ends[i] = end;
    }
    shared = nanos > SHARED && end > 1;
  }

  int tasks() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Whether more than one thread is worth it. */
  boolean isShared() {
    return shared;
  }

  /** Has the next run measure, or not; ends a run that did. */
  void profile(boolean on) {
    if (profiling == on) {
      return;
    }
    for (Action action : actions) {
      if (profiling) {
        action.profiled();
      }
      action.profiling(on);
    }
    profiling = on;
  }

  void run(int task) {
    int action = 0;
    while (task >= ends[action]) {
      action++;
    }
    int own = action == 0 ? task : task - ends[action - 1];
    if (profiling) {
      actions[action].profile(own);
    } else {
      actions[action].run(own);
    }
  }

  /** Does all tasks in their order; the first error is thrown when all are done, as steps count their tasks. */
  void runAlone() {
    Throwable failed = null;
    for (int task = 0; task < tasks(); task++) {
      try {
        run(task);
      } catch (RuntimeException | Error e) {
        failed = failed == null ? e : failed;
      }
    }
    raise(failed);
  }

  /** Throws what a task threw; null is nothing. */
  static void raise(Throwable thrown) {
    switch (thrown) {
      case null -> {
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }

  List<Action> actions() {
    return List.of(actions);
  }
}
