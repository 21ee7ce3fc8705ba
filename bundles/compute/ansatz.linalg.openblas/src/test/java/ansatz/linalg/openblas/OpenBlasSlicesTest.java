package ansatz.linalg.openblas;

import static ansatz.linalg.LinearAlgebra.Op.PLAIN;
import static ansatz.linalg.LinearAlgebra.Op.TRANSPOSED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Cholesky;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls so large that they are made in slices; checked on a vector, (A B) v = A (B v). */
class OpenBlasSlicesTest {
  private final LinearAlgebra la = new OpenBlasLinearAlgebra();

  @Test
  void productsInSlicesAreWhole() {
    for (Op opA : Op.values()) {
      for (Op opB : Op.values()) {
        Matrix a = opA == PLAIN ? random(1500, 700) : random(700, 1500);
        Matrix b = opB == PLAIN ? random(700, 1300) : random(1300, 700);
        Matrix v = random(1300, 1);
        Matrix expected = la.multiply(a, opA, la.multiply(b, opB, v, PLAIN), PLAIN);
        assertArrayEquals(expected.data(), la.multiply(la.multiply(a, opA, b, opB), v).data(), 1e-8);
      }
    }
  }

  @Test
  void gramInSlicesIsWhole() {
    Matrix a = random(6000, 500);
    Matrix v = random(500, 1);
    Matrix expected = la.multiply(a, TRANSPOSED, la.multiply(a, v), PLAIN);
    assertArrayEquals(expected.data(), la.multiply(la.gram(a), v).data(), 1e-7);
  }

  @Test
  void triangularSolvesInSlicesAreWhole() {
    Matrix a = la.gram(random(1200, 700));
    Matrix b = random(700, 2500);
    Cholesky cholesky = la.cholesky(a);
    assertArrayEquals(b.data(), la.multiply(a, cholesky.solve(b)).data(), 1e-8);
    assertArrayEquals(b.data(), la.multiply(a, la.solve(a, b)).data(), 1e-8);
  }

  private static Matrix random(int rows, int cols) {
    Random random = new Random(rows);
    Matrix m = Matrix.zeros(rows, cols);
    Arrays.setAll(m.data(), i -> random.nextGaussian());
    return m;
  }
}
