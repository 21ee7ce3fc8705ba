package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;

/**
 * Code one lane at a time until the same in vectors is compiled.
 *
 * <p>Only the optimising compiler of the JVM holds vectors in registers; before, every operation allocates and takes a
 * hundred times as long. Both forms have the same bits, so that any call may be done by either.
 */
public final class TwoForms implements KernelCode {
  private final Kernel kernel;
  // Without barriers: code has no fields, and a thread that still calls the other form does no harm.
  private KernelCode code;
  private volatile boolean inVectors;

  TwoForms(Kernel kernel) {
    this.kernel = kernel;
    code = Emitter.emit(kernel, 0);
  }

  public Kernel kernel() {
    return kernel;
  }

  /** From now on it runs in vectors. */
  void become(KernelCode vectors) {
    code = vectors;
    inVectors = true;
  }

  public boolean isInVectors() {
    return inVectors;
  }

  @Override
  public void run(long[] arguments, int task, long from, long to) {
    code.run(arguments, task, from, to);
  }
}
