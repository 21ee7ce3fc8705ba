package ansatz.natives.openblas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OpenBlasTest {
  @Test
  void runsOnOneThread() throws Throwable {
    MethodHandle threads = OpenBlas.function("openblas_get_num_threads", FunctionDescriptor.of(JAVA_INT));
    assertEquals(1, (int) threads.invokeExact());
  }

  @Test
  void namesAFunctionThatIsMissing() {
    FunctionDescriptor nothing = FunctionDescriptor.ofVoid();
    assertThrows(NoSuchElementException.class, () -> OpenBlas.function("dgemm_of_the_future", nothing));
  }

  /** What a process says that believes to be on another processor. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String... args) {
      System.out.print(OpenBlas.available() + ": " + OpenBlas.obstacle().orElse("no obstacle"));
    }
  }

  @Test
  void saysWhyItIsNotAvailable() throws IOException {
    assertTrue(OpenBlas.available());
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dos.arch=aarch64", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        Elsewhere.class.getName()).start();
    assertEquals("false: libopenblas.so.0: is built for linux-x86_64, this is Linux on aarch64",
        new String(process.getInputStream().readAllBytes()));
  }
}
