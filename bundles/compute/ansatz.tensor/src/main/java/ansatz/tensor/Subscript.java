package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;

/** numpy's basic index as text: {@code "1:3, ::2, ..., None, -1"}. */
record Subscript(String text, List<String> terms) {
  static Subscript of(String text) {
    return new Subscript(text, Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  /**
   * What an index names.
   *
   * @param reversed axes that run backwards
   * @param extents of the result, with new axes and without those at a number
   */
  private record Part(int[] start, int[] limit, int[] stride, int[] reversed, int[] extents) {
    boolean isAll(Tensor x) {
      return Arrays.equals(limit, x.shape().extents()) && Arrays.stream(start).allMatch(s -> s == 0)
          && Arrays.stream(stride).allMatch(s -> s == 1);
    }

    /** The extents before axes are added, turned or dropped. */
    Shape sliced() {
      int[] lengths = new int[start.length];
      Arrays.setAll(lengths, axis -> Math.max(0, Math.ceilDiv(limit[axis] - start[axis], stride[axis])));
      return Shape.of(lengths);
    }
  }

  Tensor apply(Tensor x) {
    Part part = part(x);
    Tensor sliced = part.isAll(x) ? x : Slice.of(x, part.start, part.limit, part.stride);
    return Reverse.of(sliced, part.reversed).reshape(Shape.of(part.extents));
  }

  /** x with other values there: they are padded to the places, which a mask tells. */
  Tensor replace(Tensor x, Tensor values) {
    Part part = part(x);
    Tensor others = Reverse.of(values.broadcast(Shape.of(part.extents)).reshape(part.sliced()), part.reversed);
    int rank = x.rank();
    int[] after = new int[rank];
    int[] between = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int n = part.sliced().extent(axis);
      between[axis] = n == 0 ? 0 : part.stride[axis] - 1;
      after[axis] = x.shape().extent(axis) - part.start[axis] - (n == 0 ? 0 : (n - 1) * part.stride[axis] + 1);
    }
    Pad pad = new Pad(Axes.of(part.start), Axes.of(after), Axes.of(between));
    Tensor there = Node.apply(pad, Tensor.full(new TensorType(DType.BOOL, others.shape()), 1),
        Tensor.scalar(DType.BOOL, 0));
    return there.select(Node.apply(pad, others, Tensor.scalar(x.dtype(), 0)), x);
  }

  private Part part(Tensor x) {
    int rank = x.rank();
    int named = (int) terms.stream().filter(term -> !term.equals("None") && !term.equals("...")).count();
    if (named > rank || terms.stream().filter("..."::equals).count() > 1) {
      throw refused(x, named > rank ? "it names " + named + " axes" : "... may stand there once");
    }
    int[] start = new int[rank];
    int[] limit = x.shape().extents();
    int[] stride = new int[rank];
    Arrays.fill(stride, 1);
    List<Integer> reversed = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    int axis = 0;
    for (String term : terms) {
      if (term.equals("None")) {
        extents.add(1);
      } else if (term.equals("...")) {
        for (int whole = rank - named; whole > 0; whole--) {
          extents.add(x.shape().extent(axis++));
        }
      } else if (term.contains(":")) {
        extents.add(range(x, term, axis, start, limit, stride, reversed));
        axis++;
      } else {
        start[axis] = place(x, number(x, term), axis);
        limit[axis] = start[axis] + 1;
        axis++;
      }
    }
    while (axis < rank) {
      extents.add(x.shape().extent(axis++));
    }
    return new Part(start, limit, stride, ints(reversed), ints(extents));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }

  /** Reads start:limit:step; a negative step is a positive one whose elements are reversed. */
  private int range(Tensor x, String term, int axis, int[] starts, int[] limits, int[] strides,
      List<Integer> reversed) {
    String[] parts = term.split(":", -1);
    int n = x.shape().extent(axis);
    int step = parts.length < 3 || parts[2].isBlank() ? 1 : number(x, parts[2]);
    if (parts.length > 3 || step == 0) {
      throw refused(x, "\"" + term + "\" is not start:limit:step with a step other than 0");
    }
    int least = step > 0 ? 0 : -1;
    int most = step > 0 ? n : n - 1;
    int start = parts[0].isBlank() ? step > 0 ? 0 : n - 1 : bounded(number(x, parts[0]), n, least, most);
    int limit = parts[1].isBlank() ? step > 0 ? n : -1 : bounded(number(x, parts[1]), n, least, most);
    int size = Math.abs(step);
    int count = Math.max(0, step > 0 ? (limit - start + size - 1) / size : (start - limit + size - 1) / size);
    starts[axis] = count == 0 ? 0 : step > 0 ? start : start - (count - 1) * size;
    limits[axis] = count == 0 ? 0 : starts[axis] + (count - 1) * size + 1;
    strides[axis] = size;
    if (step < 0) {
      reversed.add(axis);
    }
    return count;
  }

  private static int bounded(int number, int n, int least, int most) {
    return Math.clamp(number < 0 ? number + n : number, least, most);
  }

  private int place(Tensor x, int number, int axis) {
    int n = x.shape().extent(axis);
    if (number < -n || number >= n) {
      throw refused(x, "axis " + axis + " has 0 to " + (n - 1) + ", not " + number);
    }
    return number < 0 ? number + n : number;
  }

  private int number(Tensor x, String digits) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refused(x, "\"" + digits.strip() + "\" is not a whole number").getMessage(),
          e);
    }
  }

  private IllegalArgumentException refused(Tensor x, String why) {
    return new Refused("index \"" + text + "\" of " + x.type() + ": " + why);
  }
}
