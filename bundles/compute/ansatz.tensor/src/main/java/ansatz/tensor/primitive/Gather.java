package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Rows by their numbers: x [B...,N,R...], index i32 [B...,I...], y [B...,I...,R...] with b leading axes in common.
 *
 * <p>$$ y_{b,i,r} = x_{b,\, \mathrm{index}_{b,i},\, r} $$ and 0 where the index is not one of 0, ..., N-1. The transpose
 * is {@link ScatterAdd}.
 */
public record Gather(int batchAxes) implements Linear {
  /** x [B...,N,R...], index [B...,I...]. */
  public static Tensor of(Tensor x, Tensor index, int batchAxes) {
    return Node.apply(new Gather(batchAxes), x, index);
  }

  @Override
  public String parameters() {
    return "batch axes " + batchAxes;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.get(0);
    TensorType index = operands.get(1);
    if (index.dtype() != DType.I32) {
      throw new IllegalArgumentException("the index is " + index + ", it has to be i32");
    }
    int[] rows = x.shape().extents();
    int[] places = index.shape().extents();
    if (rows.length <= batchAxes || places.length < batchAxes || !Arrays.equals(Arrays.copyOf(rows, batchAxes),
        Arrays.copyOf(places, batchAxes))) {
      throw new IllegalArgumentException("x [B...,N,R...] and index [B...,I...] have to share " + batchAxes
          + " leading axes, they are " + x.shape() + " and " + index.shape());
    }
    return List.of(x.with(
        Shape.of(IntStream.concat(Arrays.stream(places), Arrays.stream(rows).skip(batchAxes + 1)).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.get(0);
    Values index = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    Rows rows = Rows.of(x.shape(), index.shape(), batchAxes);
    for (int i = 0; i < index.size(); i++) {
      long row = index.getLong(i);
      if (row >= 0 && row < rows.count()) {
        y.copy(x, rows.place(i, row), i * rows.length(), rows.length());
      }
    }
    return List.of(y);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return ScatterAdd.of(cotangents.getFirst(), node.operand(1), batchAxes,
        node.operand(0).shape().extent(batchAxes));
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor x = operands.get(0);
    Tensor index = operands.get(1);
    if (mapped[0] && mapped[1]) {
      return List.of(of(x, index, batchAxes + 1));
    }
    return List.of(mapped[0]
        ? of(x.moveAxis(0, -1), index, batchAxes).moveAxis(-1, 0)
        : of(x, index.moveAxis(0, batchAxes), batchAxes).moveAxis(batchAxes, 0));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }

  /** Where the rows of x [B...,N,R...] lie that an index [B...,I...] names. */
  record Rows(int count, int length, int indicesPerBatch) {
    static Rows of(Shape x, Shape index, int batchAxes) {
      int length = 1;
      for (int axis = batchAxes + 1; axis < x.rank(); axis++) {
        length *= x.extent(axis);
      }
      int indices = 1;
      for (int axis = batchAxes; axis < index.rank(); axis++) {
        indices *= index.extent(axis);
      }
      return new Rows(x.extent(batchAxes), length, indices);
    }

    /** Where the row lies that the i-th index names. */
    int place(int i, long row) {
      return (int) ((i / indicesPerBatch * (long) count + row) * length);
    }
  }
}
