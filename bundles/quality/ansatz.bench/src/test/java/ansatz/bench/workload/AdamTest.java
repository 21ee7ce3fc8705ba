package ansatz.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps in float32 are those of the formula to float32's precision. */
class AdamTest {
  @Test
  void stepsFromZeroAreThoseOfTheFormula() {
    TensorType one = TensorType.of(DType.F32, 1);
    Program program = Program.trace(in -> Adam.update(in.subList(0, 4), in.subList(4, 5)),
        List.of(one, one, one, TensorType.of(DType.F32), one));
    double m = 0;
    double v = 0;
    Values zero = Values.zeros(one);
    List<Values> state = List.of(zero, zero, zero, Values.scalar(DType.F32, 0));
    for (int t = 1; t <= 60; t++) {
      double g = (float) Math.sin(t);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double step = 1e-3 * m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
      Values gradient = Values.zeros(one);
      gradient.set(0, g);
      state = new Interpreter(null).run(program, List.of(zero, state.get(1), state.get(2), state.get(3), gradient));
      assertEquals(-step, state.get(0).get(0), 1e-6 * 1e-3, "step " + t);
    }
  }
}
