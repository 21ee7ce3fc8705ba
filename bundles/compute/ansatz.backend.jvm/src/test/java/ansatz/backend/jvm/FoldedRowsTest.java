package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums over a first axis, of arrays so large that several tasks sum, each for other rows of the result. */
class FoldedRowsTest {
  @ParameterizedTest
  @CsvSource({"16,128,128", "3,128,128", "16,40,128", "5,37,301"})
  void severalTasksSumOverTheFirstAxis(int n, int rows, int columns) {
    TensorType type = TensorType.of(DType.F64, n, rows, columns);
    Program program = Program.trace(in -> List.of(in.getFirst().sum(2).expand(2).mul(in.getFirst()).sum(0)),
        List.of(type));
    Random random = new Random(5);
    Values x = Values.zeros(type);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextGaussian());
    }
    Values expected = new Interpreter(null).run(program, List.of(x)).getFirst();
    try (Executable executable = new JvmBackend().compile(program)) {
      assertTrue(executable.explain().lines().anyMatch(line -> line.matches(" +0 +([2-9]|\\d\\d+) .*reduceSum.*")),
          executable::explain);
      Values sums = executable.run(List.of(x)).getFirst();
      for (int i = 0; i < sums.size(); i++) {
        assertEquals(expected.get(i), sums.get(i), 1e-10, "sum " + i);
      }
    }
  }
}
