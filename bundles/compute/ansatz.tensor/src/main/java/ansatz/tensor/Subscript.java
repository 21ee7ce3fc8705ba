package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ansatz.tensor.primitive.Reverse;
import ansatz.tensor.primitive.Slice;

/** numpy's basic index as text: {@code "1:3, ::2, ..., None, -1"}. */
record Subscript(String text, List<String> terms) {
  static Subscript of(String text) {
    return new Subscript(text, Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  Tensor apply(Tensor x) {
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
    Tensor part = Arrays.equals(limit, x.shape().extents()) && Arrays.stream(start).allMatch(s -> s == 0)
        && Arrays.stream(stride).allMatch(s -> s == 1) ? x : Slice.of(x, start, limit, stride);
    return Reverse.of(part, reversed.stream().mapToInt(i -> i).toArray())
        .reshape(Shape.of(extents.stream().mapToInt(i -> i).toArray()));
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
    return new IllegalArgumentException("index \"" + text + "\" of " + x.type() + ": " + why);
  }
}
