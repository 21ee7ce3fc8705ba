package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which element of a tensor is meant inside a loop nest: for each axis of the tensor the loops that run along it, outer
 * ones first. An axis of extent 1 has none; neither has one along which the same element is meant again and again.
 */
record Index(List<List<Axis>> axes) {
  /** Every axis a loop of its own. */
  static Index fresh(Shape shape) {
    return new Index(IntStream.of(shape.extents()).mapToObj(n -> n == 1 ? List.<Axis>of() : List.of(new Axis(n)))
        .toList());
  }

  /** All loops, in row-major order. */
  List<Axis> leaves() {
    return Axis.leaves(axes.stream().flatMap(List::stream).toList());
  }

  /** The index without some of the tensor's axes. */
  Index without(Axes dropped) {
    return new Index(IntStream.range(0, axes.size()).filter(i -> !dropped.contains(i)).mapToObj(axes::get).toList());
  }

  /** The index of the operand of a reshape, transpose or broadcast; null where the loops cannot be cut to it. */
  Index before(Node view) {
    Shape operand = view.operand(0).shape();
    return switch (view.primitive()) {
      case Reshape _ -> {
        List<List<Axis>> divided = Axis.divide(leaves(), operand.extents());
        yield divided == null ? null : new Index(divided);
      }
      case Transpose(Axes order) -> new Index(order.inverse().stream().mapToObj(axes::get).toList());
      case Broadcast _ -> new Index(IntStream.range(0, operand.rank())
          .mapToObj(i -> operand.extent(i) == 1 ? List.<Axis>of() : axes.get(axes.size() - operand.rank() + i))
          .toList());
      default -> throw new IllegalArgumentException(view + " is no view");
    };
  }

  /** Makes both the same; false where that cannot be. */
  boolean unify(Index other) {
    for (int i = 0; i < axes.size(); i++) {
      if (!Axis.unify(axes.get(i), other.axes.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Row-major strides in elements along the loops; a loop that is not there has none. */
  Map<Axis, Long> strides() {
    Map<Axis, Long> strides = new LinkedHashMap<>();
    List<Axis> leaves = new ArrayList<>(leaves());
    long stride = 1;
    for (Axis axis : leaves.reversed()) {
      strides.merge(axis, stride, Long::sum);
      stride *= axis.extent();
    }
    return strides;
  }
}
