package ansatz.tensor.primitive;

import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * A = L L^T with lower L for symmetric positive definite a [B...,N,N], of which the lower triangle is read.
 *
 * <p>$$ \dot L = L\, \Phi(L^{-1} \dot A L^{-T}) $$ where \(\Phi\) takes the lower triangle and half the diagonal.
 */
public record Cholesky() implements Factorization {
  public static Tensor of(Tensor a) {
    return Node.apply(new Cholesky(), a);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return List.of(Factorization.matrices(operands, true));
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    return List.of(algebra.cholesky(a).lower().data());
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor l = node.result(0);
    TriangularSolve solve = new TriangularSolve(true, false, false);
    Tensor left = solve.of(l, Factorization.symmetric(tangents.getFirst()));
    Tensor both = solve.of(l, Factorization.t(left)); // symmetric
    return List.of(l.matmul(both.tril().sub(diagonalHalf(both))));
  }

  private static Tensor diagonalHalf(Tensor a) {
    return a.tril().triu().mul(0.5);
  }

  @Override
  public long flops(Node node) {
    return node.types().getFirst().size() * node.types().getFirst().shape().extent(-1) / 3;
  }
}
