package ansatz.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;

/**
 * An array of any rank that is not computed until it is asked for: a handle on a result of a node.
 *
 * <p>Operations on tensors make nodes; {@link Program#trace} closes the nodes between inputs and results into a program
 * that a {@link Backend} compiles; {@link #eval} computes at once. Operands broadcast by numpy's rule; element types
 * are never mixed silently. Numbers given as Java literals take the tensor's element type.
 */
public final class Tensor implements Arithmetic, Comparisons, Elements, Reductions, Indexing {
  private final Node node;
  private final int index;

  Tensor(Node node, int index) {
    this.node = node;
    this.index = index;
  }

  // ---- making

  public static Tensor of(Values values) {
    return Constant.of(values);
  }

  /** Float64 values; without extents a vector. */
  public static Tensor of(double[] data, int... extents) {
    return of(Values.of(data, extents.length == 0 ? Shape.of(data.length) : Shape.of(extents)));
  }

  /** A float64 matrix from its rows. */
  public static Tensor of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] data = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " elements, the first one " + columns);
      }
      System.arraycopy(rows[i], 0, data, i * columns, columns);
    }
    return of(data, rows.length, columns);
  }

  /** Float32 values; without extents a vector. */
  public static Tensor of(float[] data, int... extents) {
    return of(Values.of(data, extents.length == 0 ? Shape.of(data.length) : Shape.of(extents)));
  }

  /** Int32 values; without extents a vector. */
  public static Tensor of(int[] data, int... extents) {
    return of(Values.of(data, extents.length == 0 ? Shape.of(data.length) : Shape.of(extents)));
  }

  /** Int64 values; without extents a vector. */
  public static Tensor of(long[] data, int... extents) {
    return of(Values.of(data, extents.length == 0 ? Shape.of(data.length) : Shape.of(extents)));
  }

  /** Booleans; without extents a vector. */
  public static Tensor of(boolean[] data, int... extents) {
    return of(Values.of(data, extents.length == 0 ? Shape.of(data.length) : Shape.of(extents)));
  }

  /** A number of a type, which has to hold it: whole numbers take no fraction. */
  public static Tensor scalar(DType dtype, double value) {
    if (!dtype.holds(value)) {
      throw new Refused(dtype + " has no " + value + ": convert with to(...)");
    }
    return of(Values.scalar(dtype, value));
  }

  public static Tensor full(TensorType type, double value) {
    return scalar(type.dtype(), value).broadcast(type.shape());
  }

  public static Tensor zeros(TensorType type) {
    return full(type, 0);
  }

  public static Tensor zeros(DType dtype, int... extents) {
    return full(TensorType.of(dtype, extents), 0);
  }

  public static Tensor ones(DType dtype, int... extents) {
    return full(TensorType.of(dtype, extents), 1);
  }

  /** 0, 1, ..., length-1. */
  public static Tensor arange(DType dtype, int length) {
    return Iota.of(dtype, length);
  }

  /** So many numbers from the first to the last, both included, evenly apart. */
  public static Tensor linspace(DType dtype, double first, double last, int count) {
    double step = count < 2 ? 0 : (last - first) / (count - 1);
    return arange(dtype, count).mul(step).add(first);
  }

  /** The identity matrix [n,n]. */
  public static Tensor eye(DType dtype, int n) {
    Tensor i = arange(DType.I32, n);
    return i.expand(1).eq(i.expand(0)).to(dtype);
  }

  /** Tensors one behind the other along an axis. */
  public static Tensor concat(int axis, Tensor... parts) {
    return Concat.of(axis, List.of(parts));
  }

  /** Tensors of one shape side by side along a new axis; -1 adds it at the end. */
  public static Tensor stack(int axis, Tensor... parts) {
    return Concat.of(axis, Arrays.stream(parts).map(part -> part.expand(axis)).toList());
  }

  // ---- what it is

  public Node node() {
    return node;
  }

  /** Which of the node's results this is. */
  public int index() {
    return index;
  }

  public TensorType type() {
    return node.types().get(index);
  }

  public DType dtype() {
    return type().dtype();
  }

  public Shape shape() {
    return type().shape();
  }

  public int rank() {
    return shape().rank();
  }

  // ---- shape

  public Tensor reshape(Shape shape) {
    return shape.equals(shape()) ? this : Node.apply(new Reshape(shape), this);
  }

  /** The same elements under other extents; one of them may be -1 and is worked out. */
  public Tensor reshape(int... extents) {
    int[] known = extents.clone();
    int open = IntStream.range(0, known.length).filter(i -> known[i] == -1).findFirst().orElse(-1);
    if (open >= 0) {
      known[open] = 1;
      long others = Shape.of(known).size();
      if (others == 0 ? type().size() > 0 : type().size() % others > 0) {
        throw new Refused(type() + " has " + type().size() + " elements, which no extent in place of -1 makes of "
            + Arrays.toString(extents));
      }
      known[open] = others == 0 ? 0 : Math.toIntExact(type().size() / others);
    }
    return reshape(Shape.of(known));
  }

  public Tensor broadcast(Shape shape) {
    return shape.equals(shape()) ? this : Node.apply(new Broadcast(shape), this);
  }

  /** Further axes of extent 1, which are then those of the result; -1 is its last one. Undoes a reduction's loss. */
  public Tensor expand(int... axes) {
    Shape shape = shape();
    for (int axis : IntStream.of(axes).map(i -> i < 0 ? i + rank() + axes.length : i).sorted().toArray()) {
      shape = shape.insert(axis, 1);
    }
    return reshape(shape);
  }

  /** Without these axes, which are 1 long. */
  public Tensor squeeze(int... axes) {
    for (int axis : axes) {
      if (shape().extent(axis) != 1) {
        throw new Refused("axis " + axis + " of " + type() + " is not 1 long");
      }
    }
    return reshape(shape().without(axes));
  }

  /** Axes in another order; without arguments in the reverse order. */
  public Tensor transpose(int... order) {
    int[] full = order.length > 0 || rank() == 0
        ? order
        : IntStream.range(0, rank()).map(i -> rank() - 1 - i).toArray();
    return Arrays.equals(full, IntStream.range(0, rank()).toArray()) ? this : Transpose.of(this, full);
  }

  /** The tensor so many times along an axis, one behind the other. */
  public Tensor repeat(int times, int axis) {
    int at = shape().axis(axis);
    return expand(at).broadcast(shape().insert(at, times)).reshape(shape().with(at, times * shape().extent(at)));
  }

  /** One axis moved to another place, the others in their order. */
  public Tensor moveAxis(int from, int to) {
    int source = shape().axis(from);
    int target = shape().axis(to);
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, rank()).boxed().toList());
    order.add(target, order.remove(source));
    return transpose(order.stream().mapToInt(Integer::intValue).toArray());
  }

  // ---- reductions

  /** The sum over the axes; over all where none is named. */
  public Tensor sum(int... axes) {
    int[] named = axes.length == 0 ? IntStream.range(0, rank()).toArray() : axes;
    return named.length == 0 ? this : ReduceSum.of(this, named);
  }

  /** The mean over the axes; over all where none is named. */
  public Tensor mean(int... axes) {
    if (!dtype().isFloat()) {
      throw new Refused("a mean of " + type() + " is no whole number: convert with to(...)");
    }
    Tensor sum = sum(axes);
    return sum.div((double) type().size() / Math.max(1, sum.type().size()));
  }

  // ---- products

  /** numpy's matmul: the last two axes are matrices, others are batches that broadcast; a vector is a row or column. */
  public Tensor matmul(Tensor other) {
    return Matmul.of(this, other);
  }

  /** numpy's einsum over this and further operands: {@code "ij,jk->ik"}, {@code "...ii->..."}. */
  public Tensor einsum(String equation, Tensor... others) {
    return Einsum.of(equation, IntStream.rangeClosed(0, others.length)
        .mapToObj(i -> i == 0 ? this : others[i - 1]).toList());
  }

  // ---- values

  /** Computes this tensor now; the result is a constant. */
  public Tensor eval() {
    return node.primitive() instanceof Constant ? this : Session.current().eval(List.of(this)).getFirst();
  }

  /** The values, computed now where they are not known. */
  public Values values() {
    return node.primitive() instanceof Constant(Values values) ? values : eval().values();
  }

  /** The only element. */
  public double item() {
    if (type().size() != 1) {
      throw new Refused("item() needs a tensor of one element, this is " + type());
    }
    return values().get(0);
  }

  /** The type and the values where they are known; else the operation whose result this is, which has not run. */
  @Override
  public String toString() {
    return node.primitive() instanceof Constant(Values values)
        ? values.toString()
        : type() + " = " + node.primitive().symbol() + (node.line().isEmpty() ? "" : " (" + node.line() + ")");
  }
}
