package ansatz.tensor;

import java.lang.reflect.Proxy;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;

/** The factorisations by Hipparchus, so that the tests here need no native library. */
public final class PlainLinearAlgebra {
  public static final LinearAlgebra PLAIN = (LinearAlgebra) Proxy.newProxyInstance(LinearAlgebra.class.getClassLoader(),
      new Class<?>[] {LinearAlgebra.class},
      (_, method, arguments) -> factorize(method.getName(), (Matrix) arguments[0]));

  private PlainLinearAlgebra() {}

  /** A session with factorisations. */
  static Session session() {
    Interpreter interpreter = new Interpreter(PLAIN);
    return tensors -> interpreter.run(Program.of(java.util.List.of(), tensors), java.util.List.of()).stream()
        .map(Tensor::of).toList();
  }

  private static Object factorize(String name, Matrix m) {
    double[][] rows = new double[m.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = m.row(i);
    }
    RealMatrix a = new Array2DRowRealMatrix(rows);
    return switch (name) {
      case "cholesky" -> cholesky(a);
      case "qr" -> qr(a);
      case "lu" -> lu(a);
      case "eigenSymmetric" -> eigen(a);
      case "svd" -> svd(a);
      default -> throw new UnsupportedOperationException(name);
    };
  }

  private static LinearAlgebra.Cholesky cholesky(RealMatrix a) {
    for (int i = 0; i < a.getRowDimension(); i++) {
      for (int j = 0; j < i; j++) {
        a.setEntry(j, i, a.getEntry(i, j));
      }
    }
    Matrix lower;
    try {
      lower = matrix(new CholeskyDecomposition(a).getL());
    } catch (org.hipparchus.exception.MathIllegalArgumentException e) {
      throw new SingularMatrixException(e.getMessage());
    }
    return (LinearAlgebra.Cholesky) Proxy.newProxyInstance(LinearAlgebra.class.getClassLoader(),
        new Class<?>[] {LinearAlgebra.Cholesky.class}, (_, _, _) -> lower);
  }

  private static LinearAlgebra.Qr qr(RealMatrix a) {
    QRDecomposition qr = new QRDecomposition(a);
    int k = Math.min(a.getRowDimension(), a.getColumnDimension());
    return new LinearAlgebra.Qr(matrix(qr.getQ().getSubMatrix(0, a.getRowDimension() - 1, 0, k - 1)),
        matrix(qr.getR().getSubMatrix(0, k - 1, 0, a.getColumnDimension() - 1)));
  }

  private static LinearAlgebra.Lu lu(RealMatrix a) {
    LUDecomposition lu = new LUDecomposition(a, 0);
    int n = a.getRowDimension();
    RealMatrix factors = lu.getL().add(lu.getU());
    int[] order = lu.getPivot().clone();
    int[] present = new int[n];
    int[] pivots = new int[n];
    java.util.Arrays.setAll(present, i -> i);
    for (int i = 0; i < n; i++) {
      factors.addToEntry(i, i, -1);
      int at = i;
      while (present[at] != order[i]) {
        at++;
      }
      present[at] = present[i];
      pivots[i] = at;
    }
    return new LinearAlgebra.Lu(matrix(factors), pivots);
  }

  private static LinearAlgebra.Eigen eigen(RealMatrix a) {
    for (int i = 0; i < a.getRowDimension(); i++) {
      for (int j = 0; j < i; j++) {
        a.setEntry(j, i, a.getEntry(i, j));
      }
    }
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(a, 1e-14, false);
    return new LinearAlgebra.Eigen(eigen.getEigenvalues(), matrix(eigen.getV()));
  }

  private static LinearAlgebra.Svd svd(RealMatrix a) {
    SingularValueDecomposition svd = new SingularValueDecomposition(a);
    return new LinearAlgebra.Svd(matrix(svd.getU()), svd.getSingularValues(), matrix(svd.getV()));
  }

  private static Matrix matrix(RealMatrix a) {
    return Matrix.of(a.getData());
  }
}
