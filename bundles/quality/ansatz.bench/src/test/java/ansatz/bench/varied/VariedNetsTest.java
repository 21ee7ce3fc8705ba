package ansatz.bench.varied;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.JvmBackend;
import ansatz.bench.Workload;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of networks that the compiler was not written for are what plain loops give; all of them is compiled. */
class VariedNetsTest {
  static Set<String> all() {
    return VariedNets.of(DType.F64).keySet();
  }

  static Set<String> convolutional() {
    return VariedNets.convolutional(DType.F32).keySet();
  }

  @ParameterizedTest
  @MethodSource("all")
  void stepsAreThoseOfPlainLoops(String name) {
    agree(VariedNets.of(DType.F64).get(name).get(), 1e-9);
  }

  /** In float32, in which libraries convolve. */
  @ParameterizedTest
  @MethodSource("convolutional")
  void convolutionsByALibraryToo(String name) {
    agree(VariedNets.convolutional(DType.F32).get(name).get(), 1e-3);
  }

  /** The second step shows what the first one left of the state. */
  private static void agree(Workload net, double tolerance) {
    OpenBlasLinearAlgebra algebra = new OpenBlasLinearAlgebra();
    try (Executable step = new JvmBackend().compile(net.program(),
        CompileOptions.DEFAULT.withState(net.state()).withLinearAlgebra(algebra))) {
      List<Values> expected = net.inputs();
      List<Values> results = net.inputs();
      for (int i = 0; i < 2; i++) {
        expected = new Interpreter(algebra, Map.of()).run(net.program(), next(net, expected));
        results = step.run(next(net, results));
        for (int output = 0; output < expected.size(); output++) {
          assertNear(expected.get(output), results.get(output), tolerance, "step " + i + ", output " + output);
        }
      }
      assertTrue(step.explain().contains("outside generated and native kernels: 0"), step::explain);
    }
  }

  /** The inputs, with the state that a step gave. */
  private static List<Values> next(Workload net, List<Values> outputs) {
    List<Values> inputs = new ArrayList<>(outputs.subList(0, net.state()));
    inputs.addAll(net.inputs().subList(net.state(), net.inputs().size()));
    return inputs;
  }

  /** As a whole: a gradient of almost nothing becomes a whole step in some optimisers. */
  private static void assertNear(Values expected, Values result, double tolerance, String what) {
    double scale = 0;
    double difference = 0;
    for (int k = 0; k < expected.size(); k++) {
      scale = Math.hypot(scale, expected.get(k));
      difference = Math.hypot(difference, expected.get(k) - result.get(k));
    }
    assertEquals(0, difference, tolerance * (scale + 1), what);
  }
}
