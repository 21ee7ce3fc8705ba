package ansatz.backend.jvm.internal.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Unary;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Kernels come to run in vectors without allocation, the first time that they are used in vectors. */
@Isolated
class RehearsalTest {
  private static final int N = 1037;
  private static final Access ROW = new Access(DType.F32, Access.Inner.CONTIGUOUS);
  private static final Access ONE = new Access(DType.F32, Access.Inner.BROADCAST);
  /** sum of tanh(x + x) for each row, and tanh(x + x). */
  private static final Kernel KERNEL = new Kernel(2, false, 0, 0, List.of(ROW, ROW, ONE), List.of(
      new Stage(true, List.of(new Instruction.Load(0), new Instruction.Apply(Binary.ADD, DType.F32, List.of(0, 0)),
          new Instruction.Apply(Unary.TANH, DType.F32, List.of(1)), new Instruction.Store(1, 2),
          new Instruction.Reduce(Fold.SUM, 2))),
      new Stage(false, List.of(new Instruction.Store(2, 4)))));

  /** In a JVM of its own, as another's compiler is busy with other tests. */
  @Test
  void endsInVectorsThatAllocateNothing() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Vectors.bits() > 0, "no vectors here");
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), RehearsalTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor());
    assertEquals("true, 0 bytes, true", printed.strip());
  }

  public static void main(String[] arguments) {
    TwoForms forms = new TwoForms(KERNEL);
    Values x = KernelRun.zeros(DType.F32, 3 * N);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, Math.sin(i));
    }
    KernelRun run = new KernelRun(KERNEL, new int[] {1, 3}, N, N,
        List.of(x, KernelRun.zeros(DType.F32, 3 * N), KernelRun.zeros(DType.F32, 3)));
    List<Values> before = run.run(forms, 3);
    boolean ended = false;
    try (Rehearsal rehearsal = new Rehearsal(forms)) {
      while (!ended) {
        ended = rehearsal.turn();
      }
    }
    List<Values> after = run.run(forms, 3);
    System.out.printf(Locale.ROOT, "%b, %d bytes, %b%n", forms.isInVectors(), allocated(forms, run),
        IntStream.range(0, 3).allMatch(i -> after.get(i).sameBits(before.get(i))));
  }

  private static long allocated(TwoForms forms, KernelRun run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(3 * N * 4, 64);
      for (int access = 0; access < 3; access++) {
        run.arguments[KERNEL.address(access)] = memory.address();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        forms.run(run.arguments, 0, i % 3, 3);
      }
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
