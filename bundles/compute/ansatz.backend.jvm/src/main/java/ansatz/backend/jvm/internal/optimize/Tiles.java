package ansatz.backend.jvm.internal.optimize;

import ansatz.backend.jvm.internal.optimize.Rule.Maker;
import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Slice;
import ansatz.tensor.primitive.Unary;
import ansatz.tensor.primitive.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Windows without gaps over the last axes [S...] of a tensor, none of which reaches into padding. Tap k of all of them is
 * a slice [...,O...] of the tensor. Where windows do not overlap either, the part that they cover is [...,O,size...].
 *
 * @param base the tensor's shape
 */
record Tiles(Window window, Shape base) {
  /** More slices than this are no gain. */
  private static final int MOST = 16;

  /** The windows' slices; null where windows reach into padding, have gaps, or too many elements. */
  static Tiles of(Window window, Shape base) {
    Axes ones = Axes.repeated(1, window.rank());
    Tiles tiles = new Tiles(window, base);
    boolean inside = window.baseDilation().equals(ones) && window.windowDilation().equals(ones)
        && IntStream.range(0, window.rank()).allMatch(i -> window.low().get(i) == 0 && tiles.outputs(i) > 0
            && window.size().get(i) > 0 && tiles.last(i) + window.size().get(i) <= tiles.extent(i));
    return inside && tiles.taps() <= MOST ? tiles : null;
  }

  /** The windows of which each covers a place of its own, if these are they that lead back from such; else null. */
  static Tiles ofTransposed(Window window, Shape x) {
    int rank = window.rank();
    Axes ones = Axes.repeated(1, rank);
    boolean one = window.stride().equals(ones) && window.windowDilation().equals(ones)
        && window.baseDilation().equals(window.size()) && !window.size().equals(ones)
        && IntStream.range(0, rank).allMatch(i -> window.low().get(i) == window.size().get(i) - 1);
    if (!one) {
      return null;
    }
    Axes zeros = Axes.repeated(0, rank);
    Tiles tiles = new Tiles(new Window(window.size(), window.size(), ones, ones, zeros, zeros), window.outputs(x));
    return IntStream.range(0, rank).allMatch(i -> tiles.outputs(i) == x.extent(x.rank() - rank + i)) ? tiles : null;
  }

  /** The number of axes before the windowed ones. */
  int leading() {
    return base.rank() - window.rank();
  }

  int taps() {
    return window.size().stream().reduce(1, Math::multiplyExact);
  }

  private int extent(int axis) {
    return base.extent(leading() + axis);
  }

  private int outputs(int axis) {
    return window.outputs(axis, extent(axis));
  }

  /** Where the last window along an axis begins. */
  private int last(int axis) {
    return (outputs(axis) - 1) * window.stride().get(axis);
  }

  boolean overlap() {
    return IntStream.range(0, window.rank()).anyMatch(i -> window.stride().get(i) < window.size().get(i));
  }

  /** Whether nothing lies between windows either. */
  boolean isDense() {
    return window.stride().equals(window.size());
  }

  /** [...,O...]. */
  Shape outputs() {
    return window.outputs(base);
  }

  /** [...,O,size...]. */
  private Shape divided(boolean places, boolean taps) {
    int leading = leading();
    int[] extents = new int[leading + 2 * window.rank()];
    for (int axis = 0; axis < leading; axis++) {
      extents[axis] = base.extent(axis);
    }
    for (int axis = 0; axis < window.rank(); axis++) {
      extents[leading + 2 * axis] = places ? outputs(axis) : 1;
      extents[leading + 2 * axis + 1] = taps ? window.size().get(axis) : 1;
    }
    return Shape.of(extents);
  }

  Shape divided() {
    return divided(true, true);
  }

  /** Tensors [...,O...] as they are the same for all taps: [...,O,size...]. */
  Tensor spread(Tensor outputs, Maker maker) {
    return maker.make(new Broadcast(divided()), maker.make(new Reshape(divided(true, false)), outputs));
  }

  /** The number of each tap, the same in all windows: i32 [...,O,size...]. */
  Tensor numbers(Maker maker) {
    int[] extents = Arrays.copyOfRange(divided(false, true).extents(), leading(), leading() + 2 * window.rank());
    Tensor numbers = maker.make(new Reshape(Shape.of(extents)), maker.make(new Iota(DType.I32, taps())));
    return maker.make(new Broadcast(divided()), numbers);
  }

  /** The base [...,S...] of [...,O,size...], with zeros behind the last windows. */
  Tensor join(Tensor divided, Maker maker) {
    int[] covered = base.extents();
    int[] behind = new int[base.rank()];
    for (int axis = 0; axis < window.rank(); axis++) {
      int place = leading() + axis;
      covered[place] = outputs(axis) * window.size().get(axis);
      behind[place] = base.extent(place) - covered[place];
    }
    Tensor joined = maker.make(new Reshape(Shape.of(covered)), divided);
    Axes zeros = Axes.repeated(0, base.rank());
    return Arrays.stream(behind).allMatch(n -> n == 0)
        ? joined
        : maker.make(new Pad(zeros, Axes.of(behind), zeros), joined,
            maker.make(new Constant(Values.scalar(divided.dtype(), 0))));
  }

  /** All taps: slices [...,O...] of x. */
  List<Tensor> slices(Tensor x, Maker maker) {
    return IntStream.range(0, taps()).mapToObj(tap -> slice(x, tap, maker, new HashMap<>())).toList();
  }

  /**
   * A tap of all windows. Where windows do not overlap, no element is computed twice if the slice is taken of what x is
   * computed of, and x itself need not exist.
   */
  private Tensor slice(Tensor x, int tap, Maker maker, Map<Tensor, Tensor> known) {
    Tensor slice = known.get(x);
    if (slice == null) {
      slice = newSlice(x, tap, maker, known);
      known.put(x, slice);
    }
    return slice;
  }

  private Tensor newSlice(Tensor x, int tap, Maker maker, Map<Tensor, Tensor> known) {
    if (!overlap() && x.node().primitive() instanceof Elementwise primitive && isCheap(primitive)) {
      return maker.make(primitive,
          x.node().operands().stream().map(operand -> slice(operand, tap, maker, known)).toArray(Tensor[]::new));
    }
    if (x.node().primitive() instanceof Broadcast && isSameEverywhere(x.node().operand(0))) {
      return maker.make(new Broadcast(outputs()), x.node().operand(0));
    }
    int[] start = new int[base.rank()];
    int[] limit = base.extents();
    int[] stride = new int[base.rank()];
    Arrays.fill(stride, 1);
    int rest = tap;
    for (int axis = window.rank() - 1; axis >= 0; axis--) {
      int place = leading() + axis;
      start[place] = rest % window.size().get(axis);
      rest /= window.size().get(axis);
      limit[place] = start[place] + last(axis) + 1;
      stride[place] = window.stride().get(axis);
    }
    return maker.make(new Slice(Axes.of(start), Axes.of(limit), Axes.of(stride)), x);
  }

  private static boolean isCheap(Elementwise primitive) {
    return !(primitive instanceof Unary) || primitive == Unary.NEG || primitive == Unary.ABS
        || primitive == Unary.NOT || primitive == Unary.SIGN;
  }

  /** Whether a broadcast's operand does not change along the windowed axes. */
  private boolean isSameEverywhere(Tensor operand) {
    return IntStream.rangeClosed(1, Math.min(operand.rank(), window.rank()))
        .allMatch(i -> operand.shape().extent(operand.rank() - i) == 1);
  }
}
