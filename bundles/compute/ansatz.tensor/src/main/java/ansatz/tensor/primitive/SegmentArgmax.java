package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * For each segment the number of the row that is greatest there: x [B...,N,R...], segment i32 [B...,N], y i32
 * [B...,S,R...]. The first of equal ones, NaN is greatest; -1 in a segment without rows; rows of a segment outside 0,
 * ..., S-1 do not count.
 */
public record SegmentArgmax(int batchAxes, int segments) implements IntegerValued {
  /** x [B...,N,R...], segment i32 [B...,N]. */
  public static Tensor of(Tensor x, Tensor segment, int batchAxes, int segments) {
    return Node.apply(new SegmentArgmax(batchAxes, segments), x, segment);
  }

  @Override
  public String parameters() {
    return "batch axes " + batchAxes + ", " + segments;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Shape x = operands.getFirst().shape();
    if (x.rank() <= batchAxes || !operands.get(1).equals(TensorType.of(DType.I32,
        Arrays.copyOf(x.extents(), batchAxes + 1)))) {
      throw new IllegalArgumentException("the segments have to be i32 [B...,N] with the first " + (batchAxes + 1)
          + " axes of x " + x + ", they are " + operands.get(1));
    }
    return List.of(new TensorType(DType.I32, x.with(batchAxes, segments)));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.get(0);
    Values segment = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    Arrays.fill(y.ints(), -1);
    Gather.Rows to = Gather.Rows.of(y.shape(), segment.shape(), batchAxes);
    int rows = x.shape().extent(batchAxes);
    for (int i = 0; i < segment.size(); i++) {
      long s = segment.getLong(i);
      for (int r = 0; r < to.length() && s >= 0 && s < segments; r++) {
        int place = to.place(i, s) + r;
        int best = y.ints()[place];
        int first = (i - i % rows) * to.length() + r;
        if (best < 0 || IntegerValued.greater(x, i * to.length() + r, first + best * to.length())) {
          y.ints()[place] = i % rows;
        }
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    if (!mapped[1]) {
      return List.of(of(operands.get(0).moveAxis(0, -1), operands.get(1), batchAxes, segments).moveAxis(-1, 0));
    }
    List<Tensor> both = Elementwise.together(operands, mapped, size);
    return List.of(of(both.get(0), both.get(1), batchAxes + 1, segments));
  }

  @Override
  public long flops(Node node) {
    return node.operand(0).type().size();
  }
}
