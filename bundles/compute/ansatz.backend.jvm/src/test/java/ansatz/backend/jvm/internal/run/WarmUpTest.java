package ansatz.backend.jvm.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.backend.jvm.internal.emit.EmitterTarget;
import ansatz.backend.jvm.internal.emit.TwoForms;
import ansatz.backend.jvm.internal.emit.Vectors;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.plan.PlanCache;
import ansatz.backend.jvm.internal.plan.Planner;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Kernels of an open executable come to run in vectors by themselves, with the same bits. */
class WarmUpTest {
  /** In a JVM of its own, as this one warms nothing up. */
  @Test
  void kernelsThatAreUsedBecomeVectors() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Vectors.bits() > 0, "no vectors here");
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), WarmUpTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor());
    assertEquals("1 of 1 in vectors, true", printed.strip());
  }

  public static void main(String[] arguments) throws InterruptedException {
    List<TwoForms> made = new CopyOnWriteArrayList<>();
    Kernels kernels = new Kernels(kernel -> {
      KernelCode code = Emitter.emit(kernel);
      made.add((TwoForms) code);
      return code;
    });
    Program program = Program.trace(in -> List.of(in.getFirst().tanh().sum(1)), TensorType.of(DType.F32, 100, 77));
    Values x = Values.zeros(program.inputTypes().getFirst());
    for (int i = 0; i < x.size(); i++) {
      x.set(i, Math.sin(i));
    }
    CompileOptions options = CompileOptions.DEFAULT;
    PlanCache.Use use = new PlanCache().use(program, options,
        () -> Planner.plan(program, options, new EmitterTarget()));
    try (JvmExecutable executable = new JvmExecutable(program, use, kernels, new Interpreter(null), false,
        () -> null)) {
      Values before = executable.run(List.of(x)).getFirst();
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (System.nanoTime() < end && !made.stream().allMatch(TwoForms::isInVectors)) {
        Thread.sleep(5);
      }
      boolean same = before.sameBits(executable.run(List.of(x)).getFirst());
      System.out.println(made.stream().filter(TwoForms::isInVectors).count() + " of " + made.size() + " in vectors, "
          + same);
    }
  }
}
