package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * X with op(A) X = B for triangular A: a [B...,N,N], b [B...,N,K], x [B...,N,K]. Only the lower or upper triangle of A
 * is read; with {@code unitDiagonal} its diagonal counts as ones.
 */
public record TriangularSolve(boolean lower, boolean transposed, boolean unitDiagonal) implements Primitive {
  public Tensor of(Tensor a, Tensor b) {
    return Node.apply(this, a, b);
  }

  @Override
  public String parameters() {
    return (lower ? "lower" : "upper") + (transposed ? ", transposed" : "") + (unitDiagonal ? ", unit diagonal" : "");
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = operands.get(0);
    TensorType b = operands.get(1);
    if (a.rank() < 2 || a.dtype() != b.dtype() || !a.dtype().isFloat() || a.rank() != b.rank()
        || a.shape().extent(-1) != a.shape().extent(-2) || !a.shape().without(-1).equals(b.shape().without(-1))) {
      throw new IllegalArgumentException("a [B...,N,N] and b [B...,N,K] of one floating type are needed");
    }
    return List.of(b);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values a = operands.get(0);
    Values b = operands.get(1);
    Values x = Values.zeros(b.type());
    int n = b.shape().extent(-2);
    int k = b.shape().extent(-1);
    boolean forward = lower != transposed;
    double[] solved = new double[n];
    for (int line = 0; n > 0 && line < x.size() / n; line++) {
      int matrix = line / k * n * n;
      int start = line / k * n * k + line % k;
      for (int step = 0; step < n; step++) {
        int i = forward ? step : n - 1 - step;
        double rest = b.get(start + i * k);
        for (int done = 0; done < step; done++) {
          int j = forward ? done : n - 1 - done;
          rest -= a.get(matrix + (transposed ? j * n + i : i * n + j)) * solved[j];
        }
        solved[i] = unitDiagonal ? rest : rest / a.get(matrix + i * n + i);
        x.set(start + i * k, solved[i]);
      }
    }
    return List.of(x);
  }

  /** dX = op(A)^-1 (dB - op(dA) X). */
  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor right = tangents.get(1);
    if (tangents.get(0) != null) {
      Tensor da = triangle(tangents.get(0));
      Tensor moved = (transposed ? da.moveAxis(-1, -2) : da).matmul(node.result(0)).neg();
      right = right == null ? moved : right.add(moved);
    }
    return List.of(of(node.operand(0), right));
  }

  private Tensor triangle(Tensor a) {
    return lower ? a.tril(unitDiagonal ? -1 : 0) : a.triu(unitDiagonal ? 1 : 0);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    if (operand == 0) {
      throw new IllegalStateException("triangularSolve is not linear in its matrix");
    }
    return new TriangularSolve(lower, !transposed, unitDiagonal).of(node.operand(0), cotangents.getFirst());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    if (!mapped[0]) { // the mapped axis becomes columns
      Tensor b = operands.get(1).moveAxis(0, -1);
      Shape columns = b.shape();
      Tensor x = of(operands.get(0),
          b.reshape(columns.without(-1).with(-1, columns.extent(-1) * columns.extent(-2))));
      return List.of(x.reshape(columns).moveAxis(-1, 0));
    }
    List<Tensor> both = Elementwise.together(operands, mapped, size);
    return List.of(of(both.get(0), both.get(1)));
  }

  @Override
  public long flops(Node node) {
    return node.types().getFirst().size() * node.types().getFirst().shape().extent(-2);
  }
}
