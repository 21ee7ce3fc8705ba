package ansatz.tensor.primitive;

import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * Thin A = Q R with orthonormal columns of Q and R's diagonal not negative: a [B...,M,N], q [B...,M,K], r [B...,K,N], K
 * = min(M,N).
 *
 * <p>With C = dA_{:,1:K} R_{:,1:K}^{-1}, and \(\Omega = \mathrm{low}(Q^T C) - \mathrm{low}(Q^T C)^T\): $$ \dot Q = C -
 * Q (Q^T C - \Omega), \quad \dot R = Q^T \dot A - \Omega R $$ It needs the first K columns of A to be independent.
 */
public record Qr() implements Factorization {
  /** Q and R. */
  public static List<Tensor> of(Tensor a) {
    return Node.of(new Qr(), List.of(a)).results();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = Factorization.matrices(operands, false);
    int m = a.shape().extent(-2);
    int n = a.shape().extent(-1);
    int k = Math.min(m, n);
    return List.of(a.with(Factorization.batch(a, m, k)), a.with(Factorization.batch(a, k, n)));
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    LinearAlgebra.Qr qr = algebra.qr(a);
    Matrix q = qr.q().copy();
    Matrix r = qr.r().copy();
    for (int i = 0; i < r.rows(); i++) {
      if (r.get(i, i) < 0) {
        for (int j = 0; j < r.cols(); j++) {
          r.data()[i * r.cols() + j] *= -1;
        }
        for (int j = 0; j < q.rows(); j++) {
          q.data()[j * q.cols() + i] *= -1;
        }
      }
    }
    return List.of(q.data(), r.data());
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor q = node.result(0);
    Tensor r = node.result(1);
    Tensor da = tangents.getFirst();
    int k = q.shape().extent(-1);
    Tensor square = r.slice(-1, 0, k);
    Tensor c = Factorization.t(new TriangularSolve(false, true, false).of(square,
        Factorization.t(da.slice(-1, 0, k))));
    Tensor qc = Factorization.t(q).matmul(c);
    Tensor low = qc.tril(-1);
    Tensor omega = low.sub(Factorization.t(low));
    return List.of(c.sub(q.matmul(qc.sub(omega))), Factorization.t(q).matmul(da).sub(omega.matmul(r)).triu());
  }

  @Override
  public long flops(Node node) {
    return 4 * node.operand(0).type().size() * node.types().getFirst().shape().extent(-1);
  }
}
