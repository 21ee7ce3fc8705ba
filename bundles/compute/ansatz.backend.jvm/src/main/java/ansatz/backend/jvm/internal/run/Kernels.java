package ansatz.backend.jvm.internal.run;

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
  private final LongAdder asked = new LongAdder();

  public Kernels(Function<Kernel, KernelCode> emitter) {
    this.emitter = emitter;
  }

  KernelCode of(Kernel kernel) {
    asked.increment();
    return code.computeIfAbsent(kernel, emitter);
  }

  /** How often code was asked for, and how many kernels there are. */
  @Override
  public String toString() {
    return asked.sum() + " kernels asked for, " + code.size() + " generated";
  }
}
