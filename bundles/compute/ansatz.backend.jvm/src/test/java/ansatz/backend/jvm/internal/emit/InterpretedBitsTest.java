package ansatz.backend.jvm.internal.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Unary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The same bits from vectors that are compiled and from vectors that are interpreted. */
class InterpretedBitsTest {
  @Test
  void theSameBitsUnderXint() throws IOException, InterruptedException {
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint",
        "-D" + Vectors.PROPERTY + "=vector",
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), InterpretedBitsTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String interpreted = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, child.waitFor());
    assertTrue(interpreted.length() > 100);
    String compiled = "";
    for (int i = 0; i < 2000; i++) {
      compiled = bits(CODE);
    }
    assertEquals(interpreted, compiled.strip());
    assertEquals(interpreted, bits(Emitter.emit(KERNEL, 0)).strip());
  }

  public static void main(String[] arguments) {
    System.out.println(bits(CODE));
  }

  private static final Kernel KERNEL = kernel();
  private static final KernelCode CODE = Emitter.emit(KERNEL, Vectors.bits());

  /** y = sin(tanh(x)) exp(x), and the sum of y by rows. */
  private static Kernel kernel() {
    return new Kernel(1, false, 0, 0,
        List.of(new Access(DType.F32, Access.Inner.CONTIGUOUS), new Access(DType.F32, Access.Inner.CONTIGUOUS),
            new Access(DType.F32, Access.Inner.BROADCAST)),
        List.of(
            new Stage(true,
                List.of(new Instruction.Load(0), new Instruction.Apply(Unary.TANH, DType.F32, List.of(0)),
                    new Instruction.Apply(Unary.SIN, DType.F32, List.of(1)),
                    new Instruction.Apply(Unary.EXP, DType.F32, List.of(0)),
                    new Instruction.Apply(Binary.MUL, DType.F32, List.of(2, 3)), new Instruction.Store(1, 4),
                    new Instruction.Reduce(Fold.SUM, 4))),
            new Stage(false, List.of(new Instruction.Store(2, 6)))));
  }

  private static String bits(KernelCode code) {
    int n = 37;
    Values x = KernelRun.zeros(DType.F32, 2 * n);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, (i - n) * 0.37);
    }
    List<Values> after = new KernelRun(KERNEL, new int[] {2}, n, n,
        List.of(x, KernelRun.zeros(DType.F32, 2 * n), KernelRun.zeros(DType.F32, 2))).run(code, 2);
    return hex(after.get(1)) + hex(after.get(2));
  }

  private static String hex(Values values) {
    StringBuilder hex = new StringBuilder();
    for (float value : values.floats()) {
      hex.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' ');
    }
    return hex.toString();
  }
}
