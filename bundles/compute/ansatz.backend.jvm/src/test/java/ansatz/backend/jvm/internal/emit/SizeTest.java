package ansatz.backend.jvm.internal.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HotSpot does not compile methods of more than 8,000 bytes: every function alone has to be well below. */
class SizeTest {
  @Test
  void oneFunctionIsNeverTooLarge() {
    for (Unary unary : Unary.values()) {
      for (DType type : List.of(DType.F32, DType.F64)) {
        if (unary != Unary.NOT && Emitter.supports(unary, type)) {
          int bytes = bytes(unary, type);
          assertTrue(bytes < 6000, unary + " of " + type + " has " + bytes);
        }
      }
    }
  }

  @Test
  void aSizeIsKnownBeforeCodeIs() {
    assertEquals(1, Emitter.size(Binary.ADD, DType.F32));
    assertTrue(Emitter.size(Unary.EXP, DType.F32) < Emitter.size(Unary.ERF, DType.F32));
  }

  private static int bytes(Unary unary, DType type) {
    Access access = new Access(type, Access.Inner.CONTIGUOUS);
    Kernel kernel = new Kernel(1, false, 0, 0, List.of(access, access), List.of(new Stage(true,
        List.of(new Instruction.Load(0), new Instruction.Apply(unary, type, List.of(0)),
            new Instruction.Store(1, 1)))));
    return CodeSize.of(kernel, 512);
  }
}
