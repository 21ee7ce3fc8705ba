package ansatz.tensor.primitive;

import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * Thin A = U diag(s) V^T, s descending: a [B...,M,N], u [B...,M,K], s [B...,K], v [B...,N,K], K = min(M,N). The first
 * large element of each column of U is positive.
 *
 * <p>With \(P = U^T \dot A V\) and \(F_{ij} = 1/(s_j^2 - s_i^2)\) off the diagonal: $$ \dot s = \mathrm{diag} P, \quad
 * \dot U = U (F \circ (P S + S P^T)) + (1 - U U^T) \dot A V S^{-1}, \quad \dot V = V (F \circ (S P + P^T S)) + (1 - V
 * V^T) \dot A^T U S^{-1} $$ F is 0 where singular values are equal to working precision, and so is the inverse of one
 * that is 0.
 */
public record Svd() implements Factorization {
  /** U, s and V. */
  public static List<Tensor> of(Tensor a) {
    return Node.of(new Svd(), List.of(a)).results();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = Factorization.matrices(operands, false);
    int m = a.shape().extent(-2);
    int n = a.shape().extent(-1);
    int k = Math.min(m, n);
    return List.of(a.with(Factorization.batch(a, m, k)), a.with(Factorization.batch(a, k)),
        a.with(Factorization.batch(a, n, k)));
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    LinearAlgebra.Svd svd = algebra.svd(a);
    Matrix u = svd.u().copy();
    Matrix v = svd.v().copy();
    Factorization.orient(u, v);
    return List.of(u.data(), svd.s(), v.data());
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor u = node.result(0);
    Tensor s = node.result(1);
    Tensor v = node.result(2);
    Tensor da = tangents.getFirst();
    Tensor columns = s.expand(-2);
    Tensor rows = s.expand(-1);
    Tensor p = Factorization.t(u).matmul(da).matmul(v);
    Tensor precision = Eigh.precision(s);
    Tensor f = Factorization.safeInverse(columns.sub(rows), precision)
        .mul(Factorization.safeInverse(columns.add(rows), precision));
    Tensor inverse = Factorization.safeInverse(columns, precision);
    Tensor du = side(u, f, p.mul(columns).add(Factorization.t(p).mul(rows)), da.matmul(v).mul(inverse));
    Tensor dv = side(v, f, p.mul(rows).add(Factorization.t(p).mul(columns)),
        Factorization.t(da).matmul(u).mul(inverse));
    return List.of(du, p.diagonal(), dv);
  }

  /** Q (F o P) + (1 - Q Q^T) outside. */
  private static Tensor side(Tensor q, Tensor f, Tensor p, Tensor outside) {
    Tensor inside = q.matmul(f.mul(p));
    return q.shape().extent(-1) == q.shape().extent(-2)
        ? inside
        : inside.add(outside.sub(q.matmul(Factorization.t(q).matmul(outside))));
  }

  @Override
  public long flops(Node node) {
    return 14 * node.operand(0).type().size() * node.types().get(1).shape().extent(-1);
  }
}
