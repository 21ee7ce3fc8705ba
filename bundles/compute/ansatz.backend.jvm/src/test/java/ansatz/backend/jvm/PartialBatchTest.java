package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Losses;
import ansatz.tensor.TensorType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Another extent asks for another plan, not for other code. */
class PartialBatchTest {
  private static DenseNetwork network(int batch) {
    return DenseNetwork.of(new int[] {784, 512, 256, 10}, Activations::relu, batch, TensorType.of(DType.I32, batch),
        (z, labels) -> Losses.crossEntropy(z, labels).mean());
  }

  @Test
  void aShorterLastBatchGeneratesNoCode() {
    AtomicInteger generated = new AtomicInteger();
    JvmBackend backend = new JvmBackend(kernel -> {
      generated.incrementAndGet();
      return Emitter.emit(kernel, 0);
    });
    compile(backend, 61);
    int first = generated.get();
    assertTrue(first > 0 && first <= 40, first + " kernels");
    for (int batch : new int[] {37, 53}) {
      compile(backend, batch);
      assertEquals(first, generated.get(), "kernels for a batch of " + batch);
    }
  }

  private static void compile(JvmBackend backend, int batch) {
    DenseNetwork network = network(batch);
    try (Executable step = backend.compile(network.program(), CompileOptions.DEFAULT.withState(network.state()))) {
      assertTrue(step.explain().contains("native kernels: 0"), step::explain);
    }
  }
}
