package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.Primitive;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Window;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums and maxima under windows as element-wise work on slices, which fuses with what stands around it; what leads back
 * from windows that do not overlap is a broadcast, or a choice by the tap that was the greatest. Sums are rounded after
 * each term, and the sign of a zero may differ.
 */
final class WindowRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case WindowSum(Window window) -> sum(window, operands.getFirst(), maker);
      case Gather(int batch) -> gather(batch, operands.get(0), operands.get(1), maker);
      case ScatterAdd(int batch, int n) -> scatter(batch, n, operands.get(0), operands.get(1), maker);
      default -> null;
    };
  }

  private static Tensor sum(Window window, Tensor x, Maker maker) {
    if (x.type().size() == 0) {
      return null;
    }
    Tiles whole = whole(window, x.shape());
    if (whole != null) {
      int[] axes = IntStream.range(whole.leading(), x.rank()).toArray();
      return maker.make(new Reshape(whole.outputs()), maker.make(new ReduceSum(Axes.of(axes)), x));
    }
    Tiles back = Tiles.ofTransposed(window, x.shape());
    if (back != null) {
      return back.join(back.spread(x, maker), maker);
    }
    Tiles tiles = Tiles.of(window, x.shape());
    return tiles == null
        ? null
        : tiles.slices(x, maker).stream().reduce((a, b) -> maker.make(Binary.ADD, a, b)).orElseThrow();
  }

  /** One window over all of every axis; null where there are others. */
  private static Tiles whole(Window window, Shape x) {
    int leading = x.rank() - window.rank();
    Axes ones = Axes.repeated(1, window.rank());
    boolean whole = window.baseDilation().equals(ones) && window.windowDilation().equals(ones)
        && IntStream.range(0, window.rank()).allMatch(i -> window.size().get(i) == x.extent(leading + i)
            && window.low().get(i) == 0 && window.high().get(i) == 0);
    return whole ? new Tiles(window, x) : null;
  }

  /** Elements at the places of greatest ones. */
  private static Tensor gather(int batch, Tensor flat, Tensor index, Maker maker) {
    Tiles tiles = tiles(batch, index);
    if (tiles == null || flat.rank() != batch + 1) {
      return null;
    }
    Tensor searched = index.node().operand(0);
    if (array(searched) == array(flat)) {
      return tiles.slices(searched, maker).stream().reduce((a, b) -> maker.make(Binary.MAX, a, b)).orElseThrow();
    }
    List<Tensor> slices = tiles.slices(maker.make(new Reshape(tiles.base()), flat), maker);
    Tensor tap = greatest(tiles, searched, maker);
    Tensor picked = slices.getFirst();
    for (int k = 1; k < slices.size(); k++) {
      picked = maker.make(new Select(), maker.make(Compare.EQ, tap, number(k, tap.shape(), maker)), slices.get(k),
          picked);
    }
    return picked;
  }

  /** Each window's update where its greatest element is, zeros elsewhere. */
  private static Tensor scatter(int batch, int n, Tensor updates, Tensor index, Maker maker) {
    Tiles tiles = tiles(batch, index);
    if (tiles == null || !tiles.isDense() || updates.rank() != index.rank()
        || n != tiles.base().size() / leading(tiles)) {
      return null;
    }
    Tensor tap = greatest(tiles, index.node().operand(0), maker);
    Tensor zeros = maker.make(new Broadcast(tiles.divided()), maker.make(
        new Constant(Values.scalar(updates.dtype(), 0))));
    Tensor divided = maker.make(new Select(),
        maker.make(Compare.EQ, tiles.spread(tap, maker), tiles.numbers(maker)), tiles.spread(updates, maker), zeros);
    int[] extents = Arrays.copyOf(tiles.base().extents(), batch + 1);
    extents[batch] = n;
    return maker.make(new Reshape(Shape.of(extents)), tiles.join(divided, maker));
  }

  /** Elements before the windowed axes. */
  private static long leading(Tiles tiles) {
    return IntStream.range(0, tiles.leading()).mapToLong(tiles.base()::extent).reduce(1, Math::multiplyExact);
  }

  /** The windows whose greatest elements an index names, along the last axes but so many. */
  private static Tiles tiles(int batch, Tensor index) {
    if (!(index.node().primitive() instanceof WindowArgmax(Window window)) || index.rank() - window.rank() != batch
        || index.type().size() == 0) {
      return null;
    }
    return Tiles.of(window, index.node().operand(0).shape());
  }

  /** What reshapes were made of. */
  private static Tensor array(Tensor x) {
    Tensor array = x;
    while (array.node().primitive() instanceof Reshape) {
      array = array.node().operand(0);
    }
    return array;
  }

  /** Which tap of each window is the greatest: the first of equal ones, and NaN before all. */
  private static Tensor greatest(Tiles tiles, Tensor x, Maker maker) {
    List<Tensor> slices = tiles.slices(x, maker);
    Tensor best = slices.getFirst();
    Tensor tap = number(0, best.shape(), maker);
    for (int k = 1; k < slices.size(); k++) {
      Tensor later = number(k, best.shape(), maker);
      if (x.dtype().isFloat()) {
        later = maker.make(new Select(), maker.make(Compare.EQ, best, best), later, tap);
      }
      tap = maker.make(new Select(), maker.make(Compare.GE, best, slices.get(k)), tap, later);
      best = maker.make(Binary.MAX, best, slices.get(k));
    }
    return tap;
  }

  private static Tensor number(int k, Shape shape, Maker maker) {
    return maker.make(new Broadcast(shape), maker.make(new Constant(Values.scalar(DType.I32, k))));
  }
}
