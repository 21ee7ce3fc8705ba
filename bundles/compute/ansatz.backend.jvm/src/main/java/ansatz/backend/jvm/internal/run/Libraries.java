package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.product.Multiplier;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.Dot;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the native libraries loaded and their functions bound on a thread of its own, while the first program that
 * multiplies is planned: that takes some 0.3 s, once in a process.
 */
public final class Libraries {
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private Libraries() {}

  /** Begins, if the program is to use a library; who comes to use one waits for what is missing. */
  public static void prepare(Program program) {
    if (!ASKED.get() && multiplies(program) && ASKED.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("ansatz-tensor-libraries").start(Multiplier::bind);
    }
  }

  private static boolean multiplies(Program program) {
    for (Node node : program.nodes()) {
      Primitive primitive = node.primitive();
      if (primitive instanceof Dot || primitive instanceof Conv
          || primitive.bodies().stream().anyMatch(Libraries::multiplies)) {
        return true;
      }
    }
    return false;
  }
}
