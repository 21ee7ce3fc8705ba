package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.TwoForms;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Code by the structure of kernels: another extent, another executable or another run needs no new one. */
public final class Kernels {
  private final Function<Kernel, KernelCode> emitter;
  private final ConcurrentMap<Kernel, KernelCode> code = new ConcurrentHashMap<>();
  private final WarmUp warmUp = new WarmUp();
  private final LongAdder asked = new LongAdder();

  public Kernels(Function<Kernel, KernelCode> emitter) {
    this.emitter = emitter;
  }

  /** A kernel's code for a user who spends so many nanoseconds a run in it, until it is {@link #release}d. */
  KernelCode take(Kernel kernel, double nanos) {
    asked.increment();
    KernelCode taken = code.computeIfAbsent(kernel, emitter);
    if (taken instanceof TwoForms forms) {
      warmUp.add(forms, nanos);
    }
    return taken;
  }

  /** Takes a {@link #take} back. */
  void release(KernelCode taken, double nanos) {
    if (taken instanceof TwoForms forms) {
      warmUp.remove(forms, nanos);
    }
  }

  /** Ends the thread that has kernels compiled; the next kernel taken starts another. */
  public void stop() {
    warmUp.stop();
  }

  /** How often code was asked for, and how many kernels there are. */
  @Override
  public String toString() {
    return asked.sum() + " kernels asked for, " + code.size() + " generated";
  }
}
