package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Code in vectors that sees to its being compiled.
 *
 * <p>Only the optimising compiler holds vectors in registers; before, every operation allocates. Under load the JVM may
 * settle for the other compiler's code without a profile, which never gets further where that compiler gives up code
 * with a profile. Then the class is replaced by another of the same content, which starts afresh; each is given twice as
 * many calls as the one before, so that a compiler that is merely busy is not started afresh again and again.
 */
final class VectorCode implements KernelCode {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 4096;
  private static final int RENEWALS = 8;

  private final Kernel kernel;
  private final int bits;
  // Without barriers: threads that see an older class or count do no harm.
  private KernelCode code;
  private int calls;
  private int renewals;

  VectorCode(Kernel kernel, int bits) {
    this.kernel = kernel;
    this.bits = bits;
    code = Emitter.emit(kernel, bits);
  }

  @Override
  public void run(long[] arguments, int task, long from, long to) {
    if (renewals < RENEWALS && ++calls == CALLS << renewals) {
      watch(arguments, task, from, to);
    } else {
      code.run(arguments, task, from, to);
    }
  }

  private void watch(long[] arguments, int task, long from, long to) {
    calls = 0;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    code.run(arguments, task, from, to);
    if (THREADS.getCurrentThreadAllocatedBytes() == before) {
      renewals = RENEWALS;
    } else {
      renewals++;
      code = Emitter.emit(kernel, bits);
    }
  }
}
