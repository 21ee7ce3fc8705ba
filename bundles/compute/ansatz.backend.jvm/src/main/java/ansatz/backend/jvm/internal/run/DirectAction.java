package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Step;
import ansatz.backend.jvm.internal.routine.Routine;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A routine with its memory. */
final class DirectAction extends Action {
  private final Routine routine;
  /** Of the operands, then the results, then the scratch memory. */
  private final long[] addresses;
  /** Tasks of this run that have not ended. */
  private final AtomicInteger open;

  DirectAction(Step.Direct direct, Addresses addresses) {
    super(direct);
    this.routine = direct.routine();
    this.open = new AtomicInteger(routine.tasks());
    List<Tensor> arrays = new ArrayList<>(direct.operands());
    arrays.addAll(direct.node().results());
    if (direct.scratch() != null) {
      arrays.add(direct.scratch());
    }
    this.addresses = new long[arrays.size()];
    for (int i = 0; i < this.addresses.length; i++) {
      addresses.bind(arrays.get(i), this.addresses, i);
    }
  }

  @Override
  void work(int task) {
    try {
      routine.run(addresses, task);
    } finally {
      if (open.decrementAndGet() == 0) {
        open.set(routine.tasks());
        routine.end(addresses);
      }
    }
  }
}
