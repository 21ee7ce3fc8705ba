package ansatz.backend.jvm.internal.rows;

import ansatz.backend.jvm.internal.optimize.ProductRules;
import ansatz.backend.jvm.internal.optimize.ReduceExtremum;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Argmax;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Barrier;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.CumSum;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Transpose;
import java.util.Arrays;

/**
 * Tensors as a number of rows: equal parts that follow each other in memory, along the first axis that is longer than 1.
 * Which nodes make each row of their result of the same row of operands, and what they are for fewer rows.
 */
record Rows(int count) {
  /** What of an operand is needed for a row of the result. */
  enum Use {
    /** The same row. */
    ROW,
    /** All of it, for every row. */
    WHOLE
  }

  /** The axis that is divided into rows; -1 where that is not possible. */
  int axis(Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) > 1) {
        return shape.extent(axis) % count == 0 ? axis : -1;
      }
    }
    return -1;
  }

  /** The shape of so many rows. */
  Shape part(Shape shape, int rows) {
    int axis = axis(shape);
    return shape.with(axis, shape.extent(axis) / count * rows);
  }

  /** What of its operands a node needs for a row of its result; null of a node that is not done row by row. */
  Use[] uses(Node node) {
    if (node.results().size() != 1 || axis(node.types().getFirst().shape()) < 0) {
      return null;
    }
    int axis = axis(node.types().getFirst().shape());
    Use[] uses = new Use[node.operands().size()];
    Arrays.fill(uses, Use.ROW);
    return switch (node.primitive()) {
      case Elementwise _,Barrier _ -> uses;
      case Broadcast _ -> broadcast(node, axis, uses);
      case Reshape _ -> along(node, 0) < 0 ? null : uses;
      case Transpose(Axes order) -> along(node, 0) == order.get(axis) ? uses : null;
      case ReduceSum(Axes axes) -> along(node, 0) < 0 || axes.contains(along(node, 0)) ? null : uses;
      case ReduceExtremum extremum ->
        along(node, 0) < 0 || extremum.axes(node.operand(0)).contains(along(node, 0)) ? null : uses;
      case Reverse(Axes axes) -> axes.contains(axis) ? null : uses;
      case Slice slice -> along(node, 0) == axis && slice.stride().get(axis) == 1
          && node.operand(0).shape().extent(axis) == node.types().getFirst().shape().extent(axis) ? uses : null;
      case Pad pad -> pad(node, pad, axis, uses);
      case Concat(int joined) -> joined != axis && node.operands().stream().allMatch(x -> axis(x.shape()) == axis)
          ? uses
          : null;
      case CumSum(int summed, boolean _) -> summed == axis ? null : uses;
      case Argmax(int searched) -> along(node, 0) < 0 || searched == along(node, 0) ? null : uses;
      case Gather(int batch) -> axis < batch ? batched(node, axis, uses) : null;
      case ScatterAdd(int batch, int _) -> axis < batch ? batched(node, axis, uses) : null;
      case Dot _ when ProductRules.isProduct(node) -> product(node, axis, uses);
      default -> null;
    };
  }

  private int along(Node node, int operand) {
    return axis(node.operand(operand).shape());
  }

  private static Use[] broadcast(Node node, int axis, Use[] uses) {
    Shape from = node.operand(0).shape();
    int own = axis - (node.types().getFirst().rank() - from.rank());
    if (own < 0 || from.extent(own) == 1) {
      uses[0] = Use.WHOLE;
    }
    return uses;
  }

  private Use[] pad(Node node, Pad pad, int axis, Use[] uses) {
    uses[1] = Use.WHOLE;
    boolean kept = pad.low().get(axis) == 0 && pad.high().get(axis) == 0 && pad.interior().get(axis) == 0;
    return kept && along(node, 0) == axis ? uses : null;
  }

  private Use[] batched(Node node, int axis, Use[] uses) {
    return along(node, 0) == axis && along(node, 1) == axis ? uses : null;
  }

  private static Use[] product(Node node, int axis, Use[] uses) {
    if (axis == 1) {
      uses[1] = Use.WHOLE;
    }
    return axis == 2 ? null : uses;
  }

  /** The primitive of a node that is done row by row, for so many rows. */
  Primitive part(Node node, int rows) {
    return switch (node.primitive()) {
      case Reshape(Shape shape) -> new Reshape(part(shape, rows));
      case Broadcast(Shape shape) -> new Broadcast(part(shape, rows));
      case Slice slice -> {
        int axis = axis(node.types().getFirst().shape());
        int[] limit = slice.limit().toArray();
        limit[axis] = part(node.operand(0).shape(), rows).extent(axis);
        yield new Slice(slice.start(), Axes.of(limit), slice.stride());
      }
      case Primitive primitive -> primitive;
    };
  }

  /** Whether a node only says where elements lie. */
  static boolean isView(Node node) {
    return switch (node.primitive()) {
      case Reshape _,Transpose _,Broadcast _,Slice _ -> true;
      default -> false;
    };
  }

  /** Whether the rows of a tensor stand, as they are, in the memory of something that no view is. */
  boolean hasRows(Tensor x) {
    Node node = x.node();
    Use[] uses = isView(node) ? uses(node) : null;
    return isView(node) ? uses != null && uses[0] == Use.ROW && hasRows(node.operand(0)) : axis(x.shape()) >= 0;
  }
}
