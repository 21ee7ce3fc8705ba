package ansatz.natives.openblas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
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
}
