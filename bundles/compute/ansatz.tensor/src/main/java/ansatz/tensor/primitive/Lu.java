package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/**
 * P A = L U with partial pivoting, a [B...,N,N]: L below the diagonal (its own is ones) and U above in one matrix
 * [B...,N,N]; the row that was swapped with row i, i32 [B...,N]; and the permutation p, i32 [B...,N], with (P A)_i =
 * A_{p_i}.
 *
 * <p>With \(F = L^{-1} P \dot A U^{-1}\): $$ \dot L = L\, \mathrm{low}(F), \quad \dot U = \mathrm{up}(F)\, U $$
 */
public record Lu() implements Factorization {
  /** The factors in one matrix, the pivots and the permutation. */
  public static List<Tensor> of(Tensor a) {
    return Node.of(new Lu(), List.of(a)).results();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = Factorization.matrices(operands, true);
    TensorType rows = new TensorType(DType.I32, a.shape().without(-1));
    return List.of(a, rows, rows);
  }

  @Override
  public List<double[]> factorize(Matrix a, LinearAlgebra algebra) {
    LinearAlgebra.Lu lu = algebra.lu(a);
    double[] order = new double[a.rows()];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < order.length; i++) {
      double swapped = order[lu.pivots()[i]];
      order[lu.pivots()[i]] = order[i];
      order[i] = swapped;
    }
    return List.of(lu.lu().data(), Arrays.stream(lu.pivots()).asDoubleStream().toArray(), order);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor lu = node.result(0);
    Tensor order = node.result(2);
    Tensor permuted = Gather.of(tangents.getFirst(), order, order.rank() - 1);
    Tensor left = new TriangularSolve(true, false, true).of(lu, permuted);
    Tensor f = Factorization.t(new TriangularSolve(false, true, false).of(lu, Factorization.t(left)));
    Tensor l = lu.tril(-1).add(Tensor.eye(lu.dtype(), lu.shape().extent(-1)));
    return Arrays.asList(l.matmul(f.tril(-1)).add(f.triu().matmul(lu.triu())), null, null);
  }

  @Override
  public long flops(Node node) {
    return 2 * node.types().getFirst().size() * node.types().getFirst().shape().extent(-1) / 3;
  }
}
