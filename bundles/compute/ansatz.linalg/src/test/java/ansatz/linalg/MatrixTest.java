package ansatz.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MatrixTest {
  private static final Matrix A = Matrix.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});

  @Test
  void isRowMajor() {
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, A.data());
    assertEquals(6, A.get(1, 2));
    assertArrayEquals(new double[] {4, 5, 6}, A.row(1));
    assertArrayEquals(new double[] {2, 5}, A.col(1));
  }

  @Test
  void transposesInTilesAsByDefinition() {
    assertEquals(Matrix.of(new double[] {1, 4}, new double[] {2, 5}, new double[] {3, 6}), A.transpose());
    Matrix large = Matrix.stack(70, i -> new double[] {i, i + 0.5, -i});
    assertArrayEquals(large.transpose().data(), ColumnMajor.of(large));
    assertEquals(large, ColumnMajor.matrix(70, 3, ColumnMajor.of(large)));
  }

  @Test
  void selectsStacksAndJoinsCopies() {
    assertEquals(Matrix.of(new double[] {4, 5, 6}, new double[] {4, 5, 6}), A.rows(1, 1));
    assertEquals(Matrix.of(new double[] {1, 2, 3, 9}, new double[] {4, 5, 6, 8}), A.beside(Matrix.column(9, 8)));
    assertEquals(Matrix.diagonal(1, 1), Matrix.identity(2));
    Matrix copy = A.copy();
    copy.data()[0] = 7;
    assertEquals(1, A.get(0, 0));
    assertNotEquals(A, copy);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertRefused("matrix of 2 x 2 needs 4 values, got 3", () -> new Matrix(2, 2, new double[3]));
    assertRefused("matrix has negative extent: -1 x 2", () -> new Matrix(-1, 2, new double[0]));
    assertRefused("row 1 has 1 values, row 0 has 2", () -> Matrix.of(new double[2], new double[1]));
    assertRefused("cannot stand side by side: 2 and 3 rows", () -> A.beside(Matrix.column(1, 2, 3)));
  }

  @Test
  void exponentsAreThoseOfSubnormalsToo() {
    for (double v : new double[] {1, 1.999, 2, 0.5, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, 3e-310}) {
      int e = ColumnMajor.exponent(v);
      double scaled = Math.scalb(Math.scalb(v, -e / 2), -e - -e / 2);
      assertEquals(1.5, scaled, 0.5, () -> v + " has exponent " + e);
    }
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
