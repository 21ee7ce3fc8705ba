package ansatz.natives.gfortran;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class GompRuntimeTest {
  @Test
  void itsFunctionsAreFound() {
    assertTrue(GompRuntime.load().find("omp_set_num_threads").isPresent());
    assertTrue(GompRuntime.load().find("GOMP_parallel").isPresent());
  }
}
