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
 * The product of dense matrices at the entries of a sparse one: p [M,K], q [N,K], rowPointers i32 [M+1], columns i32
 * [E], values [E].
 *
 * <p>$$ v_e = \sum_k p_{\mathrm{row}(e),k}\, q_{c_e,k} $$ The gradients by p and q are {@link Spmm}.
 */
public record Sddmm() implements Primitive {
  public static Tensor of(Tensor p, Tensor q, Tensor rowPointers, Tensor columns) {
    return Node.apply(new Sddmm(), p, q, rowPointers, columns);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType p = operands.get(0);
    TensorType q = operands.get(1);
    TensorType values = operands.get(3).with(p.dtype());
    int m = Spmm.Structure.rows(values, operands.get(2), operands.get(3));
    if (p.rank() != 2 || q.rank() != 2 || q.dtype() != p.dtype() || p.shape().extent(0) != m
        || p.shape().extent(1) != q.shape().extent(1)) {
      throw new IllegalArgumentException("p [M,K] with M = " + m + " and q [N,K] are needed");
    }
    return List.of(values);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values p = operands.get(0);
    Values q = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    int k = p.shape().extent(1);
    Spmm.Structure.visit(operands.get(2), operands.get(3), q.shape().extent(0), (e, row, column) -> {
      double sum = 0;
      for (int j = 0; j < k; j++) {
        sum += p.get(row * k + j) * q.get(column * k + j);
      }
      y.set(e, sum);
    });
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor byP = tangents.get(0) == null
        ? null
        : of(tangents.get(0), node.operand(1), node.operand(2), node.operand(3));
    Tensor byQ = tangents.get(1) == null
        ? null
        : of(node.operand(0), tangents.get(1), node.operand(2), node.operand(3));
    return List.of(byP == null ? byQ : byQ == null ? byP : byP.add(byQ));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return new Spmm(operand == 1, node.operand(1).shape().extent(0)).of(cotangents.getFirst(), node.operand(2),
        node.operand(3), node.operand(1 - operand));
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> all = Elementwise.together(operands, mapped, size);
    Shape p = all.get(0).shape();
    Shape q = all.get(1).shape();
    int entries = all.get(3).shape().extent(1);
    return List.of(of(all.get(0).reshape(size * p.extent(1), p.extent(2)),
        all.get(1).reshape(size * q.extent(1), q.extent(2)), Spmm.Structure.blockPointers(all.get(2), entries),
        Spmm.Structure.blockColumns(all.get(3), q.extent(1))).reshape(size, entries));
  }

  @Override
  public long flops(Node node) {
    return 2 * node.types().getFirst().size() * node.operand(0).shape().extent(1);
  }
}
