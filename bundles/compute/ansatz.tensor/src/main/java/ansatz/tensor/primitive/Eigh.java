package ansatz.tensor.primitive;

import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * A = V diag(w) V^T of symmetric a [B...,N,N], of which the lower triangle is read: w [B...,N] ascending, V [B...,N,N].
 * The first large element of each eigenvector is positive.
 *
 * <p>With \(P = V^T \dot A V\) and \(F_{ij} = 1/(w_j - w_i)\) off the diagonal: $$ \dot w = \mathrm{diag} P, \quad \dot
 * V = V (F \circ P) $$ F is 0 where eigenvalues are equal to working precision: functions that do not depend on the
 * choice of basis there have the right first derivative.
 */
public record Eigh() implements Factorization {
  /** Eigenvalues and eigenvectors. */
  public static List<Tensor> of(Tensor a) {
    return Node.of(new Eigh(), List.of(a)).results();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = Factorization.matrices(operands, true);
    return List.of(a.with(a.shape().without(-1)), a);
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    LinearAlgebra.Eigen eigen = algebra.eigenSymmetric(a);
    Matrix vectors = eigen.vectors().copy();
    Factorization.orient(vectors, null);
    return List.of(eigen.values(), vectors.data());
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor w = node.result(0);
    Tensor v = node.result(1);
    Tensor p = Factorization.t(v).matmul(Factorization.symmetric(tangents.getFirst())).matmul(v);
    Tensor f = Factorization.safeInverse(w.expand(-2).sub(w.expand(-1)), precision(w));
    return List.of(p.diagonal(), v.matmul(f.mul(p)));
  }

  /** How far values have to be apart to be different: N eps times the largest. */
  static Tensor precision(Tensor w) {
    double eps = w.dtype() == DType.F64 ? Math.ulp(1.0) : Math.ulp(1.0f);
    return w.shape().extent(-1) == 0
        ? w.expand(-1)
        : w.abs().max(-1).mul(eps * w.shape().extent(-1)).expand(-1).expand(-1);
  }

  @Override
  public long flops(Node node) {
    return 9 * node.operand(0).type().size() * node.operand(0).shape().extent(-1);
  }
}
