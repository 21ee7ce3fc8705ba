package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Step;
import java.util.concurrent.atomic.LongAdder;

/** A step with its memory: what runs. */
abstract class Action {
  private final Step step;
  private final LongAdder nanos = new LongAdder();
  private final LongAdder profiled = new LongAdder();

  Action(Step step) {
    this.step = step;
  }

  Step step() {
    return step;
  }

  /** Does one task of it. Tasks of a step may run at the same time, and do not depend on each other. */
  abstract void run(int task);

  final void profile(int task) {
    long start = System.nanoTime();
    run(task);
    nanos.add(System.nanoTime() - start);
    if (task == 0) {
      profiled.increment();
    }
  }

  /** Nanoseconds of one run over all threads; NaN where none was measured. */
  double measured() {
    return profiled.sum() == 0 ? Double.NaN : (double) nanos.sum() / profiled.sum();
  }
}
