package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Dot;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Contractions as products of matrices, [b,m,k] times [b,k,n]; a transposed product is the product of the transposed in
 * the other order, so that no result is moved. Outer products and products with vectors become element-wise work, which
 * is fused with what stands around it.
 */
public final class ProductRules implements Rule {
  /** The one form of contraction that is left. */
  static final Dot MATRICES = new Dot(Axes.of(0), Axes.of(0), Axes.of(2), Axes.of(1));

  /** Whether a node is of that form. */
  public static boolean isProduct(Node node) {
    return node.primitive() instanceof Dot dot && dot.equals(MATRICES);
  }

  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case Dot dot when dot.equals(MATRICES) && operands.stream().allMatch(x -> x.rank() == 3) ->
        vectors(operands.get(0), operands.get(1), maker);
      case Dot dot -> matrices(dot, operands.get(0), operands.get(1), maker);
      case Transpose(Axes order) -> swap(order, operands.getFirst(), maker);
      default -> null;
    };
  }

  private static Tensor matrices(Dot dot, Tensor a, Tensor b, Maker maker) {
    Axes aFree = dot.aFree(a.rank());
    Axes bFree = dot.bFree(b.rank());
    int batch = size(a, dot.aBatch());
    int k = size(a, dot.aContracted());
    Tensor left = arrange(a, Shape.of(batch, size(a, aFree), k), maker, dot.aBatch(), aFree, dot.aContracted());
    Tensor right = arrange(b, Shape.of(batch, k, size(b, bFree)), maker, dot.bBatch(), dot.bContracted(), bFree);
    Shape shape = dot.infer(List.of(a.type(), b.type())).getFirst().shape();
    return maker.make(new Reshape(shape), maker.make(MATRICES, left, right));
  }

  private static Tensor arrange(Tensor x, Shape shape, Maker maker, Axes... groups) {
    int[] order = new int[x.rank()];
    int next = 0;
    for (Axes group : groups) {
      for (int i = 0; i < group.size(); i++) {
        order[next++] = group.get(i);
      }
    }
    return maker.make(new Reshape(shape), maker.make(new Transpose(Axes.of(order)), x));
  }

  private static int size(Tensor x, Axes axes) {
    int size = 1;
    for (int i = 0; i < axes.size(); i++) {
      size = Math.multiplyExact(size, x.shape().extent(axes.get(i)));
    }
    return size;
  }

  /** Products with k = 1, m = 1 or n = 1 are products of elements, summed over k. */
  private static Tensor vectors(Tensor a, Tensor b, Maker maker) {
    int batch = a.shape().extent(0);
    int m = a.shape().extent(1);
    int n = b.shape().extent(2);
    int k = a.shape().extent(2);
    if (k == 1) {
      Shape shape = Shape.of(batch, m, n);
      return maker.make(Binary.MUL, maker.make(new Broadcast(shape), a), maker.make(new Broadcast(shape), b));
    }
    if (!a.dtype().isFloat() || n == 1) { // [b,m,n,k]; one axis of m and n is 1 unless elements are whole numbers
      Shape shape = Shape.of(batch, m, n, k);
      Tensor left = maker.make(new Reshape(Shape.of(batch, m, 1, k)), a);
      Tensor right = maker.make(new Transpose(Axes.of(0, 2, 1)), b);
      return sum(3, shape, left, maker.make(new Reshape(Shape.of(batch, 1, n, k)), right), maker);
    }
    if (m == 1) {
      Shape shape = Shape.of(batch, 1, k, n);
      Tensor left = maker.make(new Reshape(Shape.of(batch, 1, k, 1)), a);
      return sum(2, shape, left, maker.make(new Reshape(Shape.of(batch, 1, k, n)), b), maker);
    }
    return null;
  }

  private static Tensor sum(int axis, Shape shape, Tensor left, Tensor right, Maker maker) {
    return maker.make(new ReduceSum(Axes.of(axis)),
        maker.make(Binary.MUL, maker.make(new Broadcast(shape), left), maker.make(new Broadcast(shape), right)));
  }

  /**
   * (A B)^T = B^T A^T, where a transpose exchanges A's rows and B's columns; in a batch, where it has an axis of A's rows
   * as the last one, so that what is stored is in order.
   */
  private static Tensor swap(Axes order, Tensor x, Maker maker) {
    Tensor product = x.node().primitive() instanceof Reshape ? x.node().operand(0) : x;
    if (!isProduct(product.node()) || x.type().size() == 0) {
      return null;
    }
    int rank = x.rank();
    int rows = axesOf(x.shape(), 0, product.shape().extent(0));
    int columns = rows < 0 ? -1 : axesOf(x.shape(), rows, product.shape().extent(1));
    int last = IntStream.range(0, rank).map(i -> order.get(rank - 1 - i)).filter(axis -> x.shape().extent(axis) != 1)
        .findFirst().orElse(-1);
    boolean rotated = rows > 0
        || IntStream.range(0, rank).allMatch(i -> order.get(i) == (i + Math.max(0, columns)) % rank);
    if (columns < 0 || last < rows || last >= columns || !rotated) {
      return null;
    }
    Transpose turn = new Transpose(Axes.of(0, 2, 1));
    Tensor turned = maker.make(MATRICES, maker.make(turn, product.node().operand(1)),
        maker.make(turn, product.node().operand(0)));
    int[] places = IntStream.concat(IntStream.range(0, rows),
        IntStream.concat(IntStream.range(columns, rank), IntStream.range(rows, columns))).toArray();
    Shape shape = Shape.of(IntStream.of(places).map(x.shape()::extent).toArray());
    int[] moved = Axes.of(places).inverse().toArray();
    return maker.make(new Transpose(Axes.of(order.stream().map(axis -> moved[axis]).toArray())),
        maker.make(new Reshape(shape), turned));
  }

  /** The axis behind those, from a first one on, that make up so many elements; -1 where that cuts an axis. */
  private static int axesOf(Shape shape, int first, long size) {
    int axis = first;
    long left = size;
    while (left > 1 && axis < shape.rank() && left % shape.extent(axis) == 0) {
      left /= shape.extent(axis++);
    }
    return left == 1 ? axis : -1;
  }
}
