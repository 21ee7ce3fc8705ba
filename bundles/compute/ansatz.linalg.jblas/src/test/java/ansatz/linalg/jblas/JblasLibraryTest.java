package ansatz.linalg.jblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.Matrix;
import ansatz.natives.gfortran.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JblasLibraryTest {
  private static final Matrix A = Matrix.of(new double[] {4, 1}, new double[] {2, 3});

  @Test
  void loadsFromManyThreadsAtOnce() throws Exception {
    try (var pool = Executors.newFixedThreadPool(8)) {
      Callable<double[]> solve = () -> new JblasLinearAlgebra().solve(A, Matrix.column(6, 8)).data();
      for (Future<double[]> x : pool.invokeAll(IntStream.range(0, 32).mapToObj(i -> solve).toList())) {
        assertArrayEquals(new double[] {1, 2}, x.get(), 1e-15);
      }
    }
  }

  @Test
  void usesOurFortranLibraryAndNoOther() throws Exception {
    new JblasLinearAlgebra().multiply(A, A);
    String folder = NativeLibrary.folder().toRealPath().toString();
    List<String> fortran = Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("libgfortran.so.5")).collect(Collectors.toList());
    assertFalse(fortran.isEmpty(), "libgfortran.so.5 is not mapped");
    assertTrue(fortran.stream().allMatch(line -> line.contains(folder)), () -> String.join("\n", fortran));
  }
}
