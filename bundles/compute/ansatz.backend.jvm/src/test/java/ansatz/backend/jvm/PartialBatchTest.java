package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Losses;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Another extent asks for another plan, not for other code. */
class PartialBatchTest {
  private final List<Kernel> generated = new ArrayList<>();
  private final JvmBackend backend = new JvmBackend(kernel -> {
    generated.add(kernel);
    return Emitter.emit(kernel, 0);
  });

  private void compile(int batch, UnaryOperator<Tensor> activation, int... widths) {
    DenseNetwork network = DenseNetwork.of(widths, activation, batch, TensorType.of(DType.I32, batch),
        (z, labels) -> Losses.crossEntropy(z, labels).mean());
    try (Executable step = backend.compile(network.program(), CompileOptions.DEFAULT.withState(network.state()))) {
      assertTrue(step.explain().contains("native kernels: 0"), step::explain);
    }
  }

  private void generatesOnce(int[] batches, UnaryOperator<Tensor> activation, int... widths) {
    compile(batches[0], activation, widths);
    int first = generated.size();
    assertTrue(first > 0 && first <= 40, first + " kernels");
    for (int batch : batches) {
      compile(batch, activation, widths);
      assertEquals(List.of(), generated.subList(first, generated.size()), "kernels for a batch of " + batch);
    }
  }

  @Test
  void aShorterLastBatchGeneratesNoCode() {
    generatesOnce(new int[] {128, 37, 53, 61, 96, 127}, Activations::relu, 784, 512, 256, 10);
  }

  @Test
  void norDoesOneOfADeeperOrNarrowerNetwork() {
    generatesOnce(new int[] {256, 200, 100, 40}, Activations::gelu, 50, 128, 128, 128, 20);
    generatesOnce(new int[] {64, 33, 50}, Tensor::tanh, 20, 33, 10);
  }
}
