package ansatz.tensor.primitive;

import java.util.List;

import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * A V = V diag(w) of any square a [B...,N,N]: real and imaginary parts of w [B...,N], then those of V [B...,N,N], whose
 * columns have length 1. It has no derivative.
 */
public record Eig() implements Factorization {
  /** Real and imaginary parts of the eigenvalues, then of the eigenvectors. */
  public static List<Tensor> of(Tensor a) {
    return Node.of(new Eig(), List.of(a)).results();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = Factorization.matrices(operands, true);
    TensorType values = a.with(a.shape().without(-1));
    return List.of(values, values, a, a);
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    int n = a.rows();
    List<double[]> all = List.of(new double[n], new double[n], new double[n * n], new double[n * n]);
    if (n > 0) {
      double[][] rows = new double[n][];
      for (int i = 0; i < n; i++) {
        rows[i] = a.row(i);
      }
      EigenDecompositionNonSymmetric eigen = new EigenDecompositionNonSymmetric(new Array2DRowRealMatrix(rows, false));
      for (int j = 0; j < n; j++) {
        Complex[] vector = eigen.getEigenvector(j).toArray();
        double length = 0;
        for (Complex element : vector) {
          length = Math.hypot(length, element.norm());
        }
        all.get(0)[j] = eigen.getEigenvalue(j).getReal();
        all.get(1)[j] = eigen.getEigenvalue(j).getImaginary();
        for (int i = 0; i < n; i++) {
          all.get(2)[i * n + j] = vector[i].getReal() / length;
          all.get(3)[i * n + j] = vector[i].getImaginary() / length;
        }
      }
    }
    return all;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    throw new IllegalArgumentException("eig has no derivative" + (node.line().isEmpty() ? "" : " (" + node.line() + ")")
        + ": use eigh for symmetric matrices");
  }

  @Override
  public long flops(Node node) {
    return 25 * node.operand(0).type().size() * node.operand(0).shape().extent(-1);
  }
}
