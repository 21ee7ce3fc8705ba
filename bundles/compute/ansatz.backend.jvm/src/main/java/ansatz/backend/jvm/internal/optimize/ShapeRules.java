package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Alias;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.StopGradient;
import ansatz.tensor.primitive.Transpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reshapes, transposes and broadcasts: two of a kind are one, and what changes nothing is nothing. */
final class ShapeRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case Alias _,StopGradient _ -> operands.getFirst();
      case Reshape(Shape shape) -> reshape(shape, operands.getFirst(), maker);
      case Transpose(Axes order) -> transpose(order, operands.getFirst(), maker);
      case Broadcast(Shape shape) -> broadcast(shape, operands.getFirst(), maker);
      case ReduceSum(Axes axes) -> sum(axes, operands.getFirst(), maker);
      default -> null;
    };
  }

  private static Tensor reshape(Shape shape, Tensor x, Maker maker) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (x.node().primitive() instanceof Reshape) {
      return maker.make(new Reshape(shape), x.node().operand(0));
    }
    return uniform(shape, x, maker);
  }

  private static Tensor transpose(Axes order, Tensor x, Maker maker) {
    boolean same = true;
    boolean ascending = true;
    int last = -1;
    int[] extents = new int[order.size()];
    for (int i = 0; i < extents.length; i++) {
      int axis = order.get(i);
      extents[i] = x.shape().extent(axis);
      same &= axis == i;
      if (extents[i] != 1) {
        ascending &= axis > last;
        last = axis;
      }
    }
    if (same) {
      return x;
    }
    Shape shape = Shape.of(extents);
    if (ascending) {
      return maker.make(new Reshape(shape), x);
    }
    if (x.node().primitive() instanceof Transpose(Axes before)) {
      return maker.make(new Transpose(Axes.of(order.stream().map(before::get).toArray())), x.node().operand(0));
    }
    Tensor before = x.node().primitive() instanceof Reshape ? x.node().operand(0) : x;
    return before.node().primitive() instanceof Transpose && Arrays.equals(longer(before), longer(x))
        ? maker.make(new Reshape(shape), maker.make(new Transpose(through(order, x.shape(), before.shape())), before))
        : uniform(shape, x, maker);
  }

  /** The extents other than 1. */
  private static int[] longer(Tensor x) {
    return Arrays.stream(x.shape().extents()).filter(n -> n != 1).toArray();
  }

  /** The order of axes before a reshape that only adds or drops axes of extent 1. */
  private static Axes through(Axes order, Shape after, Shape before) {
    int[] places = IntStream.range(0, before.rank()).filter(axis -> before.extent(axis) != 1).toArray();
    int[] same = IntStream.range(0, after.rank()).filter(axis -> after.extent(axis) != 1).toArray();
    IntStream ones = IntStream.range(0, before.rank()).filter(axis -> before.extent(axis) == 1);
    IntStream moved = order.stream().filter(axis -> after.extent(axis) != 1)
        .map(axis -> places[Arrays.binarySearch(same, axis)]);
    return Axes.of(IntStream.concat(ones, moved).toArray());
  }

  private static Tensor broadcast(Shape shape, Tensor x, Maker maker) {
    if (shape.equals(x.shape())) {
      return x;
    }
    return x.node().primitive() instanceof Broadcast ? maker.make(new Broadcast(shape), x.node().operand(0)) : null;
  }

  private static Tensor sum(Axes axes, Tensor x, Maker maker) {
    for (int i = 0; i < axes.size(); i++) {
      if (x.shape().extent(axes.get(i)) != 1) {
        return null;
      }
    }
    return maker.make(new Reshape(x.shape().without(axes.toArray())), x);
  }

  /** The same number under another shape. */
  private static Tensor uniform(Shape shape, Tensor x, Maker maker) {
    return x.node().primitive() instanceof Constant || Uniform.of(x) == null
        ? null
        : maker.make(new Broadcast(shape), maker.make(new Constant(Uniform.of(x).reshape(Shape.SCALAR))));
  }
}
