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
 * Rows added up by their numbers: updates [B...,I...,R...], index i32 [B...,I...], y [B...,N,R...].
 *
 * <p>$$ y_{b,n,r} = \sum_{i:\, \mathrm{index}_{b,i} = n} \mathrm{updates}_{b,i,r} $$ Indices other than 0, ..., N-1 are
 * dropped. The transpose is {@link Gather}.
 */
public record ScatterAdd(int batchAxes, int n) implements Linear {
  /** updates [B...,I...,R...], index [B...,I...]. */
  public static Tensor of(Tensor updates, Tensor index, int batchAxes, int n) {
    return Node.apply(new ScatterAdd(batchAxes, n), updates, index);
  }

  @Override
  public String parameters() {
    return "batch axes " + batchAxes + ", " + n;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType updates = operands.get(0);
    TensorType index = operands.get(1);
    if (index.dtype() != DType.I32 || updates.dtype() == DType.BOOL) {
      throw new IllegalArgumentException("numbers are added up by an i32 index");
    }
    int[] places = index.shape().extents();
    int[] rows = updates.shape().extents();
    if (batchAxes > places.length || rows.length < places.length
        || !Arrays.equals(Arrays.copyOf(rows, places.length), places)) {
      throw new IllegalArgumentException("updates [B...,I...,R...] have to begin with the axes of index [B...,I...], "
          + "they are " + updates.shape() + " and " + index.shape());
    }
    return List.of(updates.with(Shape.of(IntStream.concat(Arrays.stream(places).limit(batchAxes),
        IntStream.concat(IntStream.of(n), Arrays.stream(rows).skip(places.length))).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values updates = operands.get(0);
    Values index = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    boolean floating = y.type().dtype().isFloat();
    double[] sums = new double[floating ? y.size() : 0];
    Gather.Rows rows = Gather.Rows.of(y.shape(), index.shape(), batchAxes);
    for (int i = 0; i < index.size(); i++) {
      long row = index.getLong(i);
      for (int r = 0; r < rows.length() && row >= 0 && row < n; r++) {
        int to = rows.place(i, row) + r;
        if (floating) {
          sums[to] += updates.get(i * rows.length() + r);
        } else {
          y.setLong(to, y.getLong(to) + updates.getLong(i * rows.length() + r));
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      y.set(i, sums[i]);
    }
    return List.of(y);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return Gather.of(cotangents.getFirst(), node.operand(1), batchAxes);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    if (mapped[0] && !mapped[1]) {
      return List.of(of(operands.get(0).moveAxis(0, -1), operands.get(1), batchAxes, n).moveAxis(-1, 0));
    }
    List<Tensor> both = Elementwise.together(operands, mapped, size);
    return List.of(of(both.get(0), both.get(1), batchAxes + 1, n));
  }

  @Override
  public long flops(Node node) {
    return node.operand(0).type().size();
  }
}
