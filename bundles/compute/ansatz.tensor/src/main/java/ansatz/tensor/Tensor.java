package ansatz.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Transpose;
import ansatz.tensor.primitive.Unary;

/**
 * An array of any rank that is not computed until it is asked for: a handle on a result of a node.
 *
 * <p>Operations on tensors make nodes; {@link Program#trace} closes the nodes between inputs and results into a program
 * that a {@link Backend} compiles; {@link #eval} computes at once. Operands broadcast by numpy's rule; element types
 * are never mixed silently. Numbers given as Java literals take the tensor's element type.
 */
public final class Tensor implements Reductions, Indexing {
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

  public static Tensor scalar(DType dtype, double value) {
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

  // ---- elements of two operands

  public Tensor add(Tensor other) {
    return with(Binary.ADD, other);
  }

  public Tensor add(double other) {
    return add(scalar(dtype(), other));
  }

  public Tensor sub(Tensor other) {
    return with(Binary.SUB, other);
  }

  public Tensor sub(double other) {
    return sub(scalar(dtype(), other));
  }

  /** other - this. */
  public Tensor rsub(double other) {
    return scalar(dtype(), other).sub(this);
  }

  public Tensor mul(Tensor other) {
    return with(Binary.MUL, other);
  }

  public Tensor mul(double other) {
    return mul(scalar(dtype(), other));
  }

  public Tensor div(Tensor other) {
    return with(Binary.DIV, other);
  }

  public Tensor div(double other) {
    return div(scalar(dtype(), other));
  }

  /** other / this. */
  public Tensor rdiv(double other) {
    return scalar(dtype(), other).div(this);
  }

  public Tensor pow(Tensor other) {
    return with(Binary.POW, other);
  }

  public Tensor pow(double other) {
    return pow(scalar(dtype(), other));
  }

  /** The greater of the two elements; NaN where one is NaN. */
  public Tensor max(Tensor other) {
    return with(Binary.MAX, other);
  }

  /** The smaller of the two elements; NaN where one is NaN. */
  public Tensor min(Tensor other) {
    return with(Binary.MIN, other);
  }

  /** Elements kept within bounds. */
  public Tensor clip(double least, double most) {
    return max(scalar(dtype(), least)).min(scalar(dtype(), most));
  }

  /** The remainder of division, with this tensor's sign. */
  public Tensor rem(Tensor other) {
    return with(Binary.REM, other);
  }

  /** The angle of the point (other, this). */
  public Tensor atan2(Tensor other) {
    return with(Binary.ATAN2, other);
  }

  public Tensor and(Tensor other) {
    return with(Binary.AND, other);
  }

  public Tensor or(Tensor other) {
    return with(Binary.OR, other);
  }

  public Tensor xor(Tensor other) {
    return with(Binary.XOR, other);
  }

  public Tensor eq(Tensor other) {
    return with(Compare.EQ, other);
  }

  public Tensor eq(double other) {
    return eq(scalar(dtype(), other));
  }

  public Tensor ne(Tensor other) {
    return with(Compare.NE, other);
  }

  public Tensor lt(Tensor other) {
    return with(Compare.LT, other);
  }

  public Tensor lt(double other) {
    return lt(scalar(dtype(), other));
  }

  public Tensor le(Tensor other) {
    return with(Compare.LE, other);
  }

  public Tensor gt(Tensor other) {
    return with(Compare.GT, other);
  }

  public Tensor gt(double other) {
    return gt(scalar(dtype(), other));
  }

  public Tensor ge(Tensor other) {
    return with(Compare.GE, other);
  }

  /** Of a boolean tensor: {@code yes} where it holds, else {@code no}. */
  public Tensor select(Tensor yes, Tensor no) {
    Shape shape = Shape.broadcast(shape(), Shape.broadcast(yes.shape(), no.shape()));
    return Node.apply(new Select(), broadcast(shape), yes.broadcast(shape), no.broadcast(shape));
  }

  /** Applies an element-wise function of two operands after broadcasting. */
  public Tensor with(Primitive primitive, Tensor other) {
    if (shape().equals(other.shape())) {
      return Node.apply(primitive, this, other);
    }
    Shape shape = Shape.broadcast(shape(), other.shape());
    return Node.apply(primitive, broadcast(shape), other.broadcast(shape));
  }

  // ---- elements of one operand

  public Tensor neg() {
    return Unary.NEG.of(this);
  }

  public Tensor abs() {
    return Unary.ABS.of(this);
  }

  public Tensor sign() {
    return Unary.SIGN.of(this);
  }

  public Tensor floor() {
    return Unary.FLOOR.of(this);
  }

  public Tensor ceil() {
    return Unary.CEIL.of(this);
  }

  /** To the nearest integer, ties to the even one. */
  public Tensor round() {
    return Unary.ROUND.of(this);
  }

  public Tensor exp() {
    return Unary.EXP.of(this);
  }

  public Tensor expm1() {
    return Unary.EXPM1.of(this);
  }

  public Tensor log() {
    return Unary.LOG.of(this);
  }

  public Tensor log1p() {
    return Unary.LOG1P.of(this);
  }

  public Tensor sqrt() {
    return Unary.SQRT.of(this);
  }

  public Tensor square() {
    return mul(this);
  }

  public Tensor sin() {
    return Unary.SIN.of(this);
  }

  public Tensor cos() {
    return Unary.COS.of(this);
  }

  public Tensor tan() {
    return Unary.TAN.of(this);
  }

  public Tensor asin() {
    return Unary.ASIN.of(this);
  }

  public Tensor acos() {
    return Unary.ACOS.of(this);
  }

  public Tensor tanh() {
    return Unary.TANH.of(this);
  }

  public Tensor erf() {
    return Unary.ERF.of(this);
  }

  public Tensor erfinv() {
    return Unary.ERFINV.of(this);
  }

  /** log |Gamma(x)|. */
  public Tensor lgamma() {
    return Unary.LGAMMA.of(this);
  }

  /** psi^(n)(x); n = 0 is digamma. */
  public Tensor polygamma(int order) {
    return Node.apply(new Polygamma(order), this);
  }

  public Tensor not() {
    return Unary.NOT.of(this);
  }

  public Tensor to(DType dtype) {
    return dtype == dtype() ? this : Node.apply(new Convert(dtype), this);
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
      known[open] = others == 0 ? 0 : Math.toIntExact(type().size() / others);
    }
    return reshape(Shape.of(known));
  }

  public Tensor broadcast(Shape shape) {
    return shape.equals(shape()) ? this : Node.apply(new Broadcast(shape), this);
  }

  /** A further axis of extent 1 before the given one; -1 adds it at the end. */
  public Tensor expand(int axis) {
    return reshape(shape().insert(axis < 0 ? axis + rank() + 1 : axis, 1));
  }

  /** Without axes of extent 1. */
  public Tensor squeeze(int... axes) {
    for (int axis : axes) {
      if (shape().extent(axis) != 1) {
        throw new IllegalArgumentException("axis " + axis + " of " + type() + " is not 1 long");
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
    Tensor sum = sum(axes);
    return sum.div((double) type().size() / Math.max(1, sum.type().size()));
  }

  // ---- products

  /** numpy's matmul: the last two axes are matrices, others are batches that broadcast; a vector is a row or column. */
  public Tensor matmul(Tensor other) {
    return Contractions.matmul(this, other);
  }

  /** einsum over this and further operands, {@code "ij,jk->ik"}. */
  public Tensor einsum(String equation, Tensor... others) {
    return Contractions.einsum(equation, IntStream.rangeClosed(0, others.length)
        .mapToObj(i -> i == 0 ? this : others[i - 1]).toList());
  }

  // ---- values

  /** Computes this tensor now; the result is a constant. */
  public Tensor eval() {
    return Session.current().eval(List.of(this)).getFirst();
  }

  /** The values, computed now where they are not known. */
  public Values values() {
    return node.primitive() instanceof Constant(Values values) ? values : eval().values();
  }

  /** The only element. */
  public double item() {
    if (type().size() != 1) {
      throw new IllegalArgumentException("item() needs a tensor of one element, this is " + type());
    }
    return values().get(0);
  }

  @Override
  public String toString() {
    return "%" + node.id() + (node.results().size() > 1 ? "." + index : "") + ": " + type();
  }
}
