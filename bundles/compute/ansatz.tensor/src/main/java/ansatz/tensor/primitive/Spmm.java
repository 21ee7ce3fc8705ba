package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * A sparse matrix A [M,N] times a dense one: values [E], rowPointers i32 [M+1], columns i32 [E], b [N,K], y [M,K]; with
 * {@code transposed} A^T b, b [M,K], y [N,K].
 *
 * <p>$$ y_{i,k} = \sum_{e = p_i}^{p_{i+1}-1} v_e\, b_{c_e,k} $$ The gradient by the values is {@link Sddmm}.
 *
 * @param n the number N of columns of A
 */
public record Spmm(boolean transposed, int n) implements Primitive {
  public Tensor of(Tensor values, Tensor rowPointers, Tensor columns, Tensor b) {
    return Node.apply(this, values, rowPointers, columns, b);
  }

  @Override
  public String parameters() {
    return n + (transposed ? ", transposed" : "");
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType b = operands.get(3);
    int m = Structure.rows(operands.get(0), operands.get(1), operands.get(2));
    if (b.dtype() != operands.getFirst().dtype() || b.rank() != 2 || b.shape().extent(0) != (transposed ? m : n)) {
      throw new IllegalArgumentException("the sparse matrix is " + operands.getFirst().dtype() + "[" + m + "," + n + "]"
          + (transposed ? ", transposed," : "") + " and b " + b);
    }
    return List.of(b.with(Shape.of(transposed ? n : m, b.shape().extent(1))));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values values = operands.get(0);
    Values b = operands.get(3);
    Values y = Values.zeros(results.getFirst());
    int k = y.shape().extent(1);
    double[] sums = new double[y.size()];
    Structure.visit(operands.get(1), operands.get(2), n, (e, row, column) -> {
      for (int j = 0; j < k; j++) {
        sums[(transposed ? column : row) * k + j] += values.get(e) * b.get((transposed ? row : column) * k + j);
      }
    });
    for (int i = 0; i < sums.length; i++) {
      y.set(i, sums[i]);
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor byValues = tangents.get(0) == null
        ? null
        : of(tangents.get(0), node.operand(1), node.operand(2), node.operand(3));
    Tensor byDense = tangents.get(3) == null
        ? null
        : of(node.operand(0), node.operand(1), node.operand(2), tangents.get(3));
    return List.of(byValues == null ? byDense : byDense == null ? byValues : byValues.add(byDense));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor ct = cotangents.getFirst();
    Tensor pointers = node.operand(1);
    Tensor columns = node.operand(2);
    if (operand == 3) {
      return new Spmm(!transposed, n).of(node.operand(0), pointers, columns, ct);
    }
    Tensor b = node.operand(3);
    return transposed ? Sddmm.of(b, ct, pointers, columns) : Sddmm.of(ct, b, pointers, columns);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor b = operands.get(3);
    if (!mapped[0] && !mapped[1] && !mapped[2]) { // the mapped axis becomes columns of b
      Tensor wide = b.moveAxis(0, 1);
      Tensor y = of(operands.get(0), operands.get(1), operands.get(2), wide.reshape(wide.shape().extent(0), -1));
      return List.of(y.reshape(y.shape().extent(0), size, b.shape().extent(2)).moveAxis(1, 0));
    }
    List<Tensor> all = Elementwise.together(operands, mapped, size);
    int k = all.get(3).shape().extent(2);
    Tensor y = new Spmm(transposed, size * n).of(all.get(0).reshape(-1),
        Structure.blockPointers(all.get(1), all.get(0).shape().extent(1)), Structure.blockColumns(all.get(2), n),
        all.get(3).reshape(size * all.get(3).shape().extent(1), k));
    return List.of(y.reshape(size, y.shape().extent(0) / Math.max(1, size), k));
  }

  @Override
  public long flops(Node node) {
    return 2 * node.operand(0).type().size() * node.types().getFirst().shape().extent(1);
  }

  /** Rows pointers and columns of compressed sparse rows. */
  static final class Structure {
    private Structure() {}

    @FunctionalInterface
    interface Visitor {
      void visit(int entry, int row, int column);
    }

    static int rows(TensorType values, TensorType pointers, TensorType columns) {
      if (!values.dtype().isFloat() || values.rank() != 1 || pointers.rank() != 1 || pointers.size() == 0
          || pointers.dtype() != DType.I32 || !columns.equals(values.with(DType.I32))) {
        throw new IllegalArgumentException("compressed rows are values [E], rowPointers i32 [M+1] and columns i32 [E], "
            + "not " + values + ", " + pointers + ", " + columns);
      }
      return pointers.shape().extent(0) - 1;
    }

    /** Visits the entries in order; entries in columns outside 0, ..., n-1 are left out. */
    static void visit(Values pointers, Values columns, int n, Visitor visitor) {
      for (int row = 0; row < pointers.size() - 1; row++) {
        for (int e = (int) pointers.getLong(row); e < pointers.getLong(row + 1); e++) {
          int column = (int) columns.getLong(e);
          if (column >= 0 && column < n) {
            visitor.visit(e, row, column);
          }
        }
      }
    }

    /** Pointers [B,M+1] of matrices with E entries each as those [B M + 1] of the block-diagonal matrix of them all. */
    static Tensor blockPointers(Tensor pointers, int entries) {
      int blocks = pointers.shape().extent(0);
      int rows = pointers.shape().extent(1) - 1;
      Tensor starts = pointers.slice(1, 0, rows).add(Tensor.arange(DType.I32, blocks).expand(1).mul(entries));
      return Tensor.concat(0, starts.reshape(blocks * rows), Tensor.of(new int[] {blocks * entries}));
    }

    /** Columns [B,E] of matrices with n columns each as those [B E] of the block-diagonal matrix of them all. */
    static Tensor blockColumns(Tensor columns, int n) {
      int blocks = columns.shape().extent(0);
      return columns.add(Tensor.arange(DType.I32, blocks).expand(1).mul(n))
          .reshape(blocks * columns.shape().extent(1));
    }
  }
}
