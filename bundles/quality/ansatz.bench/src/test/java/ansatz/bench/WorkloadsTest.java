package ansatz.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.JvmBackend;
import ansatz.bench.workload.ConvNet;
import ansatz.bench.workload.Critic;
import ansatz.bench.workload.GraphNet;
import ansatz.bench.workload.LeNet;
import ansatz.bench.workload.Lstm;
import ansatz.bench.workload.Mlp;
import ansatz.bench.workload.NormalizedLeNet;
import ansatz.bench.workload.RealNvp;
import ansatz.bench.workload.Transformer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Values;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first step of each workload, in float64 and with few examples, is what plain loops give; all of it is compiled. */
class WorkloadsTest {
  static Stream<Workload> small() {
    return Stream.of(Mlp.tanh(DType.F64, 16), Mlp.relu(DType.F64, 2), LeNet.of(DType.F64, 2),
        NormalizedLeNet.of(DType.F64, 2), ConvNet.of(DType.F64, 1), Lstm.of(DType.F64, 2),
        new Transformer(11, 8, 12, 3, 2, 20).of(DType.F64, 2), new GraphNet(40, 30, 0.1, 16, 7, 130, 9).of(DType.F64),
        RealNvp.shared(DType.F64, 5), RealNvp.separate(DType.F64, 5), Critic.of(DType.F64, 6));
  }

  @ParameterizedTest
  @MethodSource("small")
  void theFirstStepIsThatOfPlainLoops(Workload workload) {
    List<Values> expected = new Interpreter(null).run(workload.program(), workload.inputs());
    try (Executable step = new JvmBackend().compile(workload.program(),
        CompileOptions.DEFAULT.withState(workload.state()))) {
      List<Values> results = step.run(workload.inputs());
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          assertEquals(value, results.get(i).get(k), 1e-9 * (1 + Math.abs(value)), "output " + i);
        }
      }
      assertTrue(step.explain().contains("outside generated and native kernels: 0"), step::explain);
    }
  }

  static Stream<Workload> convolutional() {
    return Stream.of(LeNet.of(DType.F32, 3), NormalizedLeNet.of(DType.F32, 3), ConvNet.of(DType.F32, 1));
  }

  /** In float32, in which libraries convolve, as a whole: Adam turns a gradient of almost nothing into a whole step. */
  @ParameterizedTest
  @MethodSource("convolutional")
  void theFirstStepInFloat32IsNear(Workload workload) {
    List<Values> expected = new Interpreter(null).run(workload.program(), workload.inputs());
    try (Executable step = new JvmBackend().compile(workload.program(),
        CompileOptions.DEFAULT.withState(workload.state()))) {
      List<Values> results = step.run(workload.inputs());
      for (int i = 0; i < expected.size(); i++) {
        double scale = 0;
        double difference = 0;
        for (int k = 0; k < expected.get(i).size(); k++) {
          double value = expected.get(i).get(k);
          scale = Math.hypot(scale, value);
          difference = Math.hypot(difference, value - results.get(i).get(k));
        }
        assertEquals(0, difference, 2e-3 * scale + 1e-6, "output " + i);
      }
      assertTrue(step.explain().contains("outside generated and native kernels: 0"), step::explain);
    }
  }
}
