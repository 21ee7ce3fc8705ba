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

    boolean isWhole() {
      return start == 0 && step == 1 && extent == 0;
    }
  }

  Index(List<List<Axis>> axes) {
    this(axes, Collections.nCopies(axes.size(), Part.WHOLE));
  }

  /** Every axis a loop of its own. */
  static Index fresh(Shape shape) {
    List<List<Axis>> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      axes.add(shape.extent(axis) == 1 ? List.of() : List.of(new Axis(shape.extent(axis))));
    }
    return new Index(axes);
  }

  /** All loops, in row-major order. */
  List<Axis> leaves() {
    List<Axis> leaves = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Axis.collect(axes.get(i), leaves);
    }
    return leaves;
  }

  /** The index without some of the tensor's axes. */
  Index without(Axes dropped) {
    return at(dropped.others(axes.size()).toArray());
  }

  /** The index of a tensor whose axes are some of these, by their places; -1 stands for one that is 1 long. */
  private Index at(int[] places) {
    List<List<Axis>> kept = new ArrayList<>();
    List<Part> keptParts = new ArrayList<>();
    for (int place : places) {
      kept.add(place < 0 ? List.of() : axes.get(place));
      keptParts.add(place < 0 ? Part.WHOLE : parts.get(place));
    }
    return new Index(kept, keptParts);
  }

  /** Whether it walks through all of every axis. */
  boolean isWhole() {
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isWhole()) {
        return false;
      }
    }
    return true;
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
      case Transpose(Axes order) -> at(order.inverse().toArray());
      case Broadcast _ -> {
        int[] places = new int[operand.rank()];
        for (int i = 0; i < places.length; i++) {
          places[i] = operand.extent(i) == 1 ? -1 : axes.size() - places.length + i;
        }
        yield at(places);
      }
      case Slice slice -> part(operand, i -> slice.start().get(i), i -> slice.stride().get(i),
          i -> slice.limit().get(i) - slice.start().get(i) == operand.extent(i) && slice.stride().get(i) == 1);
      case Reverse(Axes reversed) -> part(operand, i -> operand.extent(i) - 1, _ -> -1, i -> !reversed.contains(i));
      case Barrier _ -> this;
      default -> throw new IllegalArgumentException(view + " is no view");
    };
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
      boolean whole = i < axes.size() && parts.get(i).isWhole();
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
      kept.addAll(Collections.nCopies(groups.size(), Part.WHOLE));
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
    long size = 1;
    for (Axis axis : Axis.leaves(axes)) {
      size = Math.multiplyExact(size, axis.extent());
    }
    return size;
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
        strides.put(axis, along + strides.getOrDefault(axis, 0L));
        along *= axis.extent();
      }
      stride *= part.isWhole() ? size(axes.get(i)) : part.extent;
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
      stride *= part.isWhole() ? size(axes.get(i)) : part.extent;
    }
    return offset;
  }
}
