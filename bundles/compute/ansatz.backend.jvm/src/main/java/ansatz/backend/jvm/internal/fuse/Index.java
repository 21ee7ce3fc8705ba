package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Barrier;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which element of a tensor is meant inside a loop nest: for each axis of the tensor the loops that run along it, outer
 * ones first, and the part of the axis that they walk through. An axis of extent 1 has no loops; neither has one along
 * which the same element is meant again and again.
 */
record Index(List<List<Axis>> axes, List<Part> parts) {
  /** The places start, start + step, ... of an axis of some extent. */
  private record Part(int start, int step, int extent) {
    /** All places in their order. */
    static final Part WHOLE = new Part(0, 1, 0);
  }

  Index(List<List<Axis>> axes) {
    this(axes, Collections.nCopies(axes.size(), Part.WHOLE));
  }

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
    List<Integer> kept = IntStream.range(0, axes.size()).filter(i -> !dropped.contains(i)).boxed().toList();
    return new Index(kept.stream().map(axes::get).toList(), kept.stream().map(parts::get).toList());
  }

  /** Whether it walks through all of every axis. */
  boolean isWhole() {
    return parts.stream().allMatch(Part.WHOLE::equals);
  }

  /** Whether its loops walk through all elements of a tensor of a shape. */
  boolean isComplete(Shape shape) {
    return size(leaves()) == shape.size();
  }

  /** The index of a view's operand; null where the loops cannot be cut to it. */
  Index before(Node view) {
    Shape operand = view.operand(0).shape();
    return switch (view.primitive()) {
      case Reshape _ -> reshaped(operand);
      case Transpose(Axes order) -> {
        List<Integer> places = order.inverse().stream().boxed().toList();
        yield new Index(places.stream().map(axes::get).toList(), places.stream().map(parts::get).toList());
      }
      case Broadcast _ -> {
        List<Integer> places = IntStream.range(0, operand.rank()).map(i -> axes.size() - operand.rank() + i).boxed()
            .toList();
        yield new Index(
            places.stream().map(i -> isOne(operand, view, i) ? List.<Axis>of() : axes.get(i)).toList(),
            places.stream().map(i -> isOne(operand, view, i) ? Part.WHOLE : parts.get(i)).toList());
      }
      case Slice slice -> part(operand, i -> slice.start().get(i), i -> slice.stride().get(i),
          i -> slice.limit().get(i) - slice.start().get(i) == operand.extent(i) && slice.stride().get(i) == 1);
      case Reverse(Axes reversed) -> part(operand, i -> operand.extent(i) - 1, _ -> -1, i -> !reversed.contains(i));
      case Barrier _ -> this;
      default -> throw new IllegalArgumentException(view + " is no view");
    };
  }

  private static boolean isOne(Shape operand, Node broadcast, int axis) {
    return operand.extent(axis - broadcast.types().getFirst().rank() + operand.rank()) == 1;
  }

  /** The index in a tensor of which the present one is a part. */
  private Index part(Shape operand, IntUnaryOperator start,
      IntUnaryOperator step, IntPredicate same) {
    List<Part> before = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Part part = parts.get(i);
      before.add(same.test(i)
          ? part
          : new Part(start.applyAsInt(i) + step.applyAsInt(i) * part.start, step.applyAsInt(i) * part.step,
              operand.extent(i)));
    }
    return new Index(axes, before);
  }

  /** The index before a reshape, which may divide and join axes that are whole, but none that is not. */
  private Index reshaped(Shape operand) {
    List<List<Axis>> divided = new ArrayList<>();
    List<Part> kept = new ArrayList<>();
    List<Axis> pending = new ArrayList<>();
    int[] extents = operand.extents();
    int next = 0;
    for (int i = 0; i <= axes.size(); i++) {
      boolean whole = i < axes.size() && parts.get(i).equals(Part.WHOLE);
      if (whole) {
        pending.addAll(axes.get(i));
        continue;
      }
      int end = i == axes.size() ? extents.length : next;
      long left = size(pending);
      while (i < axes.size() && end < extents.length && left > 1 && left % extents[end] == 0) {
        left /= extents[end++];
      }
      while (i < axes.size() && end < extents.length && extents[end] == 1 && parts.get(i).extent != 1) {
        end++;
      }
      List<List<Axis>> groups = Axis.divide(pending, Arrays.copyOfRange(extents, next, end));
      if (groups == null || i < axes.size() && (left > 1 || end == extents.length
          || extents[end] != parts.get(i).extent)) {
        return null;
      }
      divided.addAll(groups);
      groups.forEach(_ -> kept.add(Part.WHOLE));
      next = end;
      pending.clear();
      if (i < axes.size()) {
        divided.add(axes.get(i));
        kept.add(parts.get(i));
        next++;
      }
    }
    return new Index(divided, kept);
  }

  private static long size(List<Axis> axes) {
    return Axis.leaves(axes).stream().mapToLong(Axis::extent).reduce(1, Math::multiplyExact);
  }

  /** Makes both the same; false where that cannot be. */
  boolean unify(Index other) {
    if (!isWhole() || !other.isWhole()) {
      return false;
    }
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
    long stride = 1;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      long along = stride * part.step;
      for (Axis axis : Axis.leaves(axes.get(i)).reversed()) {
        strides.merge(axis, along, Long::sum);
        along *= axis.extent();
      }
      stride *= part.equals(Part.WHOLE) ? size(axes.get(i)) : part.extent;
    }
    return strides;
  }

  /** The element where all loops begin. */
  long offset() {
    long offset = 0;
    long stride = 1;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      offset += part.start * stride;
      stride *= part.equals(Part.WHOLE) ? size(axes.get(i)) : part.extent;
    }
    return offset;
  }
}
