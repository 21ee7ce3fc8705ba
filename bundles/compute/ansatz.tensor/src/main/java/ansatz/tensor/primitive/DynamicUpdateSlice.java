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
 * The first operand with a part replaced by the second, at a place that is known only when the program runs: x, update,
 * start i32 [rank of x]. The start is moved so that the part lies inside.
 */
public record DynamicUpdateSlice() implements Primitive {
  /** x with the part from start i32 [rank of x] on replaced by the update. */
  public static Tensor of(Tensor x, Tensor update, Tensor start) {
    return Node.apply(new DynamicUpdateSlice(), x, update, start);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType x = operands.getFirst();
    if (operands.get(1).dtype() != x.dtype()) {
      throw new IllegalArgumentException("the update is " + operands.get(1) + " and x " + x);
    }
    DynamicSlice.requireInside(x.shape(), operands.get(1).shape());
    DynamicSlice.requireStart(x, operands.get(2));
    return List.of(x);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.get(0);
    Values update = operands.get(1);
    Values y = Values.zeros(x.type());
    y.copy(x, 0, 0, x.size());
    Strided.visit(update.shape(), DynamicSlice.place(x.shape(), update.shape(), operands.get(2)), x.shape().strides(),
        (element, place) -> y.copy(update, element, place, 1));
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor x = tangents.get(0) == null ? Tensor.zeros(node.operand(0).type()) : tangents.get(0);
    Tensor update = tangents.get(1) == null ? Tensor.zeros(node.operand(1).type()) : tangents.get(1);
    return List.of(of(x, update, node.operand(2)));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor ct = cotangents.getFirst();
    return operand == 0
        ? of(ct, Tensor.zeros(node.operand(1).type()), node.operand(2))
        : DynamicSlice.of(ct, node.operand(2), node.operand(1).shape().extents());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> both = Elementwise.together(operands.subList(0, 2), new boolean[] {mapped[0], mapped[1]}, size);
    Tensor x = both.get(0);
    Tensor update = both.get(1);
    if (!mapped[2]) {
      return List.of(of(x, update, Concat.of(0, List.of(Tensor.zeros(DType.I32, 1), operands.get(2)))));
    }
    Shape each = x.shape().without(0);
    int n = Math.toIntExact(each.size());
    Tensor places = DynamicSlice.places(each, update.shape().without(0), operands.get(2), size);
    boolean counted = x.dtype() == DType.BOOL;
    Tensor put = ScatterAdd.of(counted ? update.to(DType.I32) : update, places, 1, n).to(x.dtype());
    Tensor replaced = ScatterAdd.of(Tensor.ones(DType.I32, places.shape().extents()), places, 1, n).gt(0);
    return List.of(replaced.reshape(x.shape()).select(put.reshape(x.shape()), x));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
