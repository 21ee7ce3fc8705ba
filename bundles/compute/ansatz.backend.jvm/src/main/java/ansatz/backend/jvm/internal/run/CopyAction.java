package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Step;
import java.lang.foreign.MemorySegment;

/** An array copied to its output. */
final class CopyAction extends Action {
  private final long bytes;
  private final long[] addresses = new long[2];

  CopyAction(Step.Copy copy, Addresses addresses) {
    super(copy);
    this.bytes = copy.from().type().bytes();
    addresses.bind(copy.from(), this.addresses, 0);
    addresses.bind(copy.to(), this.addresses, 1);
  }

  @Override
  void work(int task) {
    MemorySegment.copy(Memory.ALL, addresses[0], Memory.ALL, addresses[1], bytes);
  }
}
