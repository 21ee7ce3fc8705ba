package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.CompiledSession;
import ansatz.tensor.Executable;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tensors computed at once are compiled once for each structure. */
@Isolated
class CompiledSessionTest {
  private static final class Counting implements Backend {
    private final JvmBackend backend = new JvmBackend();
    private int compiled;

    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public Executable compile(Program program, CompileOptions options) {
      compiled++;
      return backend.compile(program, options);
    }

    @Override
    public Buffer allocate(TensorType type) {
      return backend.allocate(type);
    }
  }

  private static Tensor norm(double scale, float... x) {
    return Tensor.of(x).mul(scale).square().sum().sqrt();
  }

  @Test
  void otherNumbersInTheSameStructureAreNotCompiledAgain() {
    Counting backend = new Counting();
    long before = JvmBackend.liveBytes();
    try (CompiledSession session = new CompiledSession(backend)) {
      assertEquals(5, session.enter(() -> norm(1, 3, 4).item()), 1e-6);
      assertEquals(26, session.enter(() -> norm(2, 5, 12).item()), 1e-5);
      assertEquals(1, backend.compiled);
      assertEquals(3, session.enter(() -> norm(1, 1, 2, 2).item()), 1e-6, "another extent");
      assertEquals(2, backend.compiled);
      assertArrayEquals(new double[] {2, 4}, session.enter(() -> Tensor.of(new float[] {1, 2}).mul(2).values())
          .toDoubles());
      assertEquals(3, backend.compiled);
    }
    assertEquals(before, JvmBackend.liveBytes());
  }

  @Test
  void anOperandInAnotherPlaceIsAnotherStructure() {
    Counting backend = new Counting();
    try (CompiledSession session = new CompiledSession(backend)) {
      Tensor x = Tensor.of(new float[] {1, 2});
      Tensor y = Tensor.of(new float[] {10, 20});
      assertArrayEquals(new double[] {-9, -18}, session.enter(() -> x.sub(y).values()).toDoubles());
      assertArrayEquals(new double[] {9, 18}, session.enter(() -> y.sub(x).values()).toDoubles());
      assertArrayEquals(new double[] {0, 0}, session.enter(() -> x.sub(x).values()).toDoubles());
      assertEquals(3, backend.compiled, "x was made before y");
      assertArrayEquals(new double[] {0, 0}, session.enter(() -> y.sub(y).values()).toDoubles());
      assertEquals(3, backend.compiled, "y - y is x - x with other numbers");
    }
  }
}
