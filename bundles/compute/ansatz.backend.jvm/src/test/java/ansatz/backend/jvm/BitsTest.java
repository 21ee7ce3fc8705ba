package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.Alternating;
import ansatz.tensor.Activations;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.Convolutions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Losses;
import ansatz.tensor.Pooling;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps of small networks give the same bits on any number of threads, compiled by the JVM or not, in either form. */
class BitsTest {
  @Test
  void theSameBitsOnAnyNumberOfThreadsAndUnderXint() throws IOException, InterruptedException {
    List<Process> children = new ArrayList<>(List.of(child("-Dansatz.jvm.threads=1"),
        child("-Dansatz.jvm.threads=4", "-Xint")));
    if (Runtime.getRuntime().availableProcessors() != 2) { // else this JVM has two threads itself
      children.add(child("-Dansatz.jvm.threads=2"));
    }
    String here = results(new JvmBackend());
    assertEquals(4, here.lines().count(), here);
    for (Process child : children) {
      assertEquals(here, new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
          () -> child.info().toString());
      assertEquals(0, child.waitFor());
    }
  }

  @Test
  void theSameBitsInEitherFormWheneverItChanges() {
    String scalar = results(new JvmBackend(Alternating::oneLaneAtATime));
    assertEquals(scalar, results(new JvmBackend(Alternating::inVectors)));
    assertEquals(scalar, results(new JvmBackend(Alternating::of)));
  }

  private static Process child(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), BitsTest.class.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  public static void main(String[] arguments) {
    System.out.print(results(new JvmBackend()));
  }

  /** For each network a number made of all bits that two steps give. */
  private static String results(JvmBackend backend) {
    StringBuilder text = new StringBuilder();
    DenseNetwork w1 = DenseNetwork.of(new int[] {2, 64, 64, 1}, Tensor::tanh, 64, f32(64, 1),
        (y, t) -> y.sub(t).square().mean());
    DenseNetwork w2 = DenseNetwork.of(new int[] {100, 80, 10}, Activations::relu, 65,
        TensorType.of(DType.I32, 65), (z, labels) -> Losses.crossEntropy(z, labels).mean());
    text.append(bits(backend, w1.program(), w1.inputs())).append('\n').append(bits(backend, w2.program(), w2.inputs()))
        .append('\n');
    text.append(bits(backend, convolutional())).append('\n').append(bits(backend, recurrent())).append('\n');
    return text.toString();
  }

  private static Program convolutional() {
    return Program.trace(in -> Transforms.valueAndGrad(p -> {
      Tensor h = Activations.relu(Convolutions.plain().padding(1).conv(in.get(3), p.get(0)));
      h = Pooling.max(h, Pooling.square(2, 2, 0));
      h = Convolutions.plain().conv(h, p.get(1));
      Tensor z = h.reshape(16, -1).matmul(p.get(2));
      return List.of(Losses.crossEntropy(z, Tensor.arange(DType.I32, 16).rem(Tensor.scalar(DType.I32, 10))).mean());
    }).apply(in.subList(0, 3)), f32(8, 3, 3, 3), f32(12, 8, 3, 3), f32(192, 10), f32(16, 3, 12, 12));
  }

  private static Program recurrent() {
    return Program.trace(in -> Transforms.valueAndGrad(p -> List.of(Control.scan((carry, slices) -> {
      Tensor gates = slices.getFirst().matmul(p.get(0)).add(carry.getFirst().matmul(p.get(1)));
      Tensor h = gates.slice(":, :24").tanh().mul(Activations.sigmoid(gates.slice(":, 24:")));
      return new Control.Scanned(List.of(h), List.of());
    }, List.of(Tensor.zeros(DType.F32, 33, 24)), List.of(in.get(2))).carry().getFirst().square().sum()))
        .apply(in.subList(0, 2)), f32(10, 48), f32(24, 48), f32(5, 33, 10));
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  private static int bits(JvmBackend backend, Program program) {
    Random random = new Random(11);
    return bits(backend, program, program.inputTypes().stream().map(type -> {
      Values values = Values.zeros(type);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, 0.2 * random.nextGaussian());
      }
      return values;
    }).toList());
  }

  private static int bits(JvmBackend backend, Program program, List<Values> inputs) {
    try (Executable executable = backend.compile(program, CompileOptions.DEFAULT)) {
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
      List<Integer> hashes = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        executable.run(inputs).forEach(values -> hashes.add(values.type().dtype() == DType.F32
            ? Arrays.hashCode(values.floats())
            : Arrays.hashCode(values.toDoubles())));
      }
      return hashes.hashCode();
    }
  }
}
