package ansatz.backend.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;

class ReferenceBackendTest {
  private static final TensorType SCALAR = TensorType.of(DType.F64);

  private final ReferenceBackend backend = new ReferenceBackend();

  /** w -> w - 0.1 d/dw (w - 3)^2, and the loss. */
  private static Program descent() {
    return Program.trace(in -> {
      List<Tensor> all = Transforms.valueAndGrad(w -> List.of(w.getFirst().sub(3).square())).apply(in);
      return List.of(in.getFirst().sub(all.get(1).mul(0.1)), all.getFirst());
    }, SCALAR);
  }

  @Test
  void stateIsDonatedAndComesBackAsTheOutput() {
    try (var step = backend.compile(descent(), CompileOptions.DEFAULT.withState(1))) {
      Buffer w = backend.upload(Values.scalar(DType.F64, 0));
      Buffer[] outputs = new Buffer[2];
      for (int i = 0; i < 100; i++) {
        Buffer before = w;
        step.run(new Buffer[] {w}, outputs);
        w = outputs[0];
        assertFalse(before.isLive());
        assertThrows(IllegalStateException.class, before::read);
      }
      assertEquals(3, w.read().get(0), 1e-8);
    }
  }

  @Test
  void theFirstOperationThatMakesANanIsNamedWithItsLine() {
    Program program = Program.trace(x -> List.of(x.getFirst().log().exp()), SCALAR);
    var e = assertThrows(ArithmeticException.class,
        () -> backend.compile(program, CompileOptions.DEFAULT.withCheckNan())
            .run(List.of(Values.scalar(DType.F64, -1))));
    assertTrue(e.getMessage().contains("log") && e.getMessage().contains("ReferenceBackendTest.java"), e.getMessage());
  }

  @Test
  void tooLittleMemoryIsSaidBeforehand() {
    var e = assertThrows(OutOfMemoryException.class,
        () -> backend.compile(descent(), CompileOptions.DEFAULT.withMemoryLimit(16)));
    assertTrue(e.getMessage().contains("16"), e.getMessage());
  }

  @Test
  void donationsHaveToFit() {
    Program program = Program.trace(x -> List.of(x.getFirst().sum()), TensorType.of(DType.F64, 3));
    assertThrows(IllegalArgumentException.class,
        () -> backend.compile(program, CompileOptions.DEFAULT.withState(1)));
  }

  @Test
  void shapesThatDoNotFitNameTheLine() {
    Tensor x = Tensor.ones(DType.F32, 3);
    var e = assertThrows(IllegalArgumentException.class, () -> x.matmul(Tensor.ones(DType.F32, 4, 2)));
    assertTrue(e.getMessage().contains("ReferenceBackendTest.java:"), e.getMessage());
  }
}
