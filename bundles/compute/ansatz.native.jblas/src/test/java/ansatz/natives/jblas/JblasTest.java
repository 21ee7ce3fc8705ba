package ansatz.natives.jblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.natives.gfortran.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jblas.NativeBlas;
import org.junit.jupiter.api.Test;

class JblasTest {
  @Test
  void loadsFromManyThreadsAtOnce() throws Exception {
    try (var pool = Executors.newFixedThreadPool(8)) {
      Callable<Double> dot = () -> {
        Jblas.load();
        synchronized (Jblas.LOCK) {
          return NativeBlas.ddot(2, new double[] {1, 2}, 0, 1, new double[] {3, 4}, 0, 1);
        }
      };
      for (Future<Double> product : pool.invokeAll(IntStream.range(0, 32).mapToObj(i -> dot).toList())) {
        assertEquals(11, product.get());
      }
    }
  }

  @Test
  void usesOurFortranLibraryAndNoOther() throws Exception {
    Jblas.load();
    String folder = NativeLibrary.folder().toRealPath().toString();
    List<String> fortran = Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("libgfortran.so.5")).toList();
    assertFalse(fortran.isEmpty(), "libgfortran.so.5 is not mapped");
    assertTrue(fortran.stream().allMatch(line -> line.contains(folder)), () -> String.join("\n", fortran));
  }
}
