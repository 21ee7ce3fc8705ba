package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Step;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A step with its memory: what runs. */
abstract class Action {
  private final Step step;
  private final LongAdder nanos = new LongAdder();
  private double least = Double.NaN;
  private PassAction[] folds = {};
  private final AtomicInteger open = new AtomicInteger();
  private long last;

  Action(Step step) {
    this.step = step;
  }

  Step step() {
    return step;
  }

  /** Has the last task to end fold what tasks leave in parts. */
  final void foldBy(PassAction[] folding) {
    folds = folding;
    open.set(step.tasks());
  }

  /** Does one task of it, and what is left when that was the last one. */
  final void run(int task) {
    try {
      work(task);
    } finally {
      if (folds.length > 0 && open.decrementAndGet() == 0) {
        open.set(step.tasks());
        for (PassAction fold : folds) {
          fold.work(0);
        }
      }
    }
  }

  /** Does one task's own work. Tasks of a step may run at the same time, and do not depend on each other. */
  abstract void work(int task);

  /** Releases what is its own. */
  void close() {}

  /** Bytes of constants of what it runs within. */
  long constantBytes() {
    return 0;
  }

  /** Has what it runs within share its tasks among the threads, or not. */
  void share(boolean on) {}

  /** Has what it runs within measure too, or not. */
  void profiling(boolean on) {}

  final void profile(int task) {
    long start = System.nanoTime();
    run(task);
    nanos.add(System.nanoTime() - start);
  }

  /** Ends a run that was profiled. */
  final void profiled() {
    last = nanos.sumThenReset();
    least = Double.isNaN(least) ? last : Math.min(least, last);
  }

  /** Nanoseconds of the last run that was profiled, over all threads. */
  long last() {
    return last;
  }

  /** Nanoseconds of the fastest run that was profiled, over all threads; NaN where none was. */
  double measured() {
    return least;
  }
}
