package ansatz.backend.jvm.internal.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Code in vectors comes to run without allocation, whatever the compiler does with its first class. */
class VectorCodeTest {
  private static final long PATIENCE = 60_000_000_000L;
  private static final Access ACCESS = new Access(DType.F32, Access.Inner.CONTIGUOUS);
  private static final Kernel DOUBLED = new Kernel(1, false, 0, 0, List.of(ACCESS, ACCESS), List.of(new Stage(true,
      List.of(new Instruction.Load(0), new Instruction.Apply(Binary.ADD, DType.F32, List.of(0, 0)),
          new Instruction.Store(1, 1)))));

  /** In a JVM of its own, as another's compiler is busy with other tests. */
  @Test
  void endsWithoutAllocation() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Vectors.bits() > 0, "no vectors here");
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), VectorCodeTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor());
    assertEquals("0 bytes, 6.0", printed.strip());
  }

  public static void main(String[] arguments) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    VectorCode code = new VectorCode(DOUBLED, Vectors.bits());
    Values x = KernelRun.zeros(DType.F32, 37);
    x.set(36, 3);
    KernelRun run = new KernelRun(DOUBLED, new int[] {1}, 37, 37, List.of(x, KernelRun.zeros(DType.F32, 37)));
    long allocated = 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(37 * 4, 64);
      run.arguments[DOUBLED.address(0)] = memory.address();
      run.arguments[DOUBLED.address(1)] = memory.address();
      long end = System.nanoTime() + PATIENCE;
      while (allocated > 0 && System.nanoTime() < end) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 5000; i++) {
          code.run(run.arguments, 0, 0, 1);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    System.out.println(allocated + " bytes, " + run.run(code, 1).get(1).get(36));
  }
}
