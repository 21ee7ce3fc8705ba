package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.backend.jvm.internal.emit.Alternating;
import ansatz.backend.jvm.internal.emit.Emitter;
import ansatz.backend.jvm.internal.emit.Vectors;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of small networks and routines give the same bits on any number of threads, compiled by the JVM or not, in either form. */
class BitsTest {
  /** For each program a number made of all bits that two runs give. */
  private static final String HERE = results(new JvmBackend());

  @Test
  void theSameBitsOnAnyNumberOfThreadsAndFromAnyCompiler() throws IOException, InterruptedException {
    List<Process> children = new ArrayList<>(List.of(child("-Dansatz.jvm.threads=1", "-XX:TieredStopAtLevel=1"),
        child("-Dansatz.jvm.threads=4", "-Xint")));
    if (Runtime.getRuntime().availableProcessors() != 2) { // else this JVM has two threads itself
      children.add(child("-Dansatz.jvm.threads=2"));
    }
    for (Process child : children) {
      assertEquals(HERE, new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
          () -> child.info().toString());
      assertEquals(0, child.waitFor());
    }
  }

  @Test
  void theSameBitsInEitherFormWheneverItChanges() {
    assertEquals(BitsPrograms.all().size(), HERE.lines().count(), HERE);
    assertEquals(HERE, results(new JvmBackend(Alternating::of)));
    assertEquals(HERE, results(new JvmBackend(kernel -> Emitter.emit(kernel, Vectors.bits()))));
  }

  private static Process child(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), BitsTest.class.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  public static void main(String[] arguments) {
    System.out.print(HERE);
  }

  private static String results(JvmBackend backend) {
    StringBuilder text = new StringBuilder();
    BitsPrograms.all().forEach((name, one) -> text.append(name).append(' ').append(bits(backend, one)).append('\n'));
    return text.toString();
  }

  private static int bits(JvmBackend backend, BitsPrograms.Case one) {
    CompileOptions options = CompileOptions.DEFAULT.withLinearAlgebra(new OpenBlasLinearAlgebra());
    try (Executable executable = backend.compile(one.program(), options)) {
      assertTrue(executable.explain().contains("native kernels: 0"), executable::explain);
      List<Integer> hashes = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        executable.run(one.inputs()).forEach(values -> hashes.add(values.type().dtype() == DType.F32
            ? Arrays.hashCode(values.floats())
            : Arrays.hashCode(values.toDoubles())));
      }
      return hashes.hashCode();
    }
  }
}
