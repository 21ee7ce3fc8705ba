package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;

/** Every call is done by the other form than the one before, as if the form changed at every moment. */
public final class Alternating implements KernelCode {
  private final KernelCode scalar;
  private final KernelCode vector;
  private boolean turn;

  private Alternating(Kernel kernel) {
    scalar = Emitter.emit(kernel, 0);
    vector = Emitter.emit(kernel, Vectors.bits());
  }

  public static KernelCode of(Kernel kernel) {
    return new Alternating(kernel);
  }

  @Override
  public void run(long[] arguments, int task, long from, long to) {
    turn = !turn;
    (turn ? vector : scalar).run(arguments, task, from, to);
  }
}
