package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * The contraction of two tensors: products summed over pairs of contracted axes, once for each index of pairs of batch
 * axes. The result has the batch axes, then the free axes of a, then those of b.
 *
 * <p>$$ y_{b,m,n} = \sum_k a_{b,m,k} b_{b,n,k} $$ up to the order of the operands' axes.
 */
public record Dot(Axes aBatch, Axes bBatch, Axes aContracted, Axes bContracted) implements Primitive {
  public Dot {
    if (aBatch.size() != bBatch.size() || aContracted.size() != bContracted.size()) {
      throw new IllegalArgumentException("batch axes " + aBatch + " and " + bBatch + ", contracted axes " + aContracted
          + " and " + bContracted + " do not pair");
    }
  }

  public Tensor of(Tensor a, Tensor b) {
    return Node.apply(this, a, b);
  }

  @Override
  public String parameters() {
    return "batch " + aBatch + bBatch + ", contracted " + aContracted + bContracted;
  }

  /** The axes of a that the result keeps, ascending. */
  public Axes aFree(int rank) {
    return free(rank, aBatch, aContracted);
  }

  /** The axes of b that the result keeps, ascending. */
  public Axes bFree(int rank) {
    return free(rank, bBatch, bContracted);
  }

  private static Axes free(int rank, Axes batch, Axes contracted) {
    int[] free = new int[rank - batch.size() - contracted.size()];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!batch.contains(axis) && !contracted.contains(axis)) {
        free[next++] = axis;
      }
    }
    return Axes.of(free);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType a = operands.get(0);
    TensorType b = operands.get(1);
    if (a.dtype() != b.dtype()) {
      throw new IllegalArgumentException("element types differ, " + a.dtype() + " and " + b.dtype());
    }
    requirePairs(a.shape(), aBatch, b.shape(), bBatch);
    requirePairs(a.shape(), aContracted, b.shape(), bContracted);
    return List.of(a.with(Shape.of(IntStream.concat(aBatch.stream().map(a.shape()::extent), IntStream.concat(
        aFree(a.rank()).stream().map(a.shape()::extent), bFree(b.rank()).stream().map(b.shape()::extent))).toArray())));
  }

  private static void requirePairs(Shape a, Axes ofA, Shape b, Axes ofB) {
    for (int i = 0; i < ofA.size(); i++) {
      if (a.extent(ofA.get(i)) != b.extent(ofB.get(i))) {
        throw new IllegalArgumentException("axis " + ofA.get(i) + " of " + a + " and axis " + ofB.get(i) + " of " + b
            + " differ: " + a.extent(ofA.get(i)) + " and " + b.extent(ofB.get(i)));
      }
    }
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values a = matrix(operands.get(0), aBatch, aFree(operands.get(0).shape().rank()), aContracted);
    Values b = matrix(operands.get(1), bBatch, bFree(operands.get(1).shape().rank()), bContracted);
    int batch = a.shape().extent(0);
    int m = a.shape().extent(1);
    int n = b.shape().extent(1);
    int k = a.shape().extent(2);
    Values y = Values.zeros(results.getFirst());
    boolean floating = y.type().dtype().isFloat();
    for (int place = 0; place < batch * m * n; place++) {
      int rowOfA = place / n * k;
      int rowOfB = (place / (m * n) * n + place % n) * k;
      double sum = 0;
      long exact = 0;
      for (int i = 0; i < k; i++) {
        if (floating) {
          sum += a.get(rowOfA + i) * b.get(rowOfB + i);
        } else {
          exact += a.getLong(rowOfA + i) * b.getLong(rowOfB + i);
        }
      }
      if (floating) {
        y.set(place, sum);
      } else {
        y.setLong(place, exact);
      }
    }
    return List.of(y);
  }

  /** The operand as [batch, free, contracted]. */
  private static Values matrix(Values x, Axes batch, Axes free, Axes contracted) {
    int[] order = IntStream.concat(batch.stream(), IntStream.concat(free.stream(), contracted.stream())).toArray();
    long[] strides = x.shape().strides();
    Shape shape = Shape.of(Arrays.stream(order).map(x.shape()::extent).toArray());
    Values ordered = Strided.gather(x, x.type().with(shape), 0,
        Arrays.stream(order).mapToLong(i -> strides[i]).toArray());
    return ordered.reshape(Shape.of(size(x, batch), size(x, free), size(x, contracted)));
  }

  private static int size(Values x, Axes axes) {
    return axes.stream().map(x.shape()::extent).reduce(1, Math::multiplyExact);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    List<Tensor> terms = new ArrayList<>();
    if (tangents.get(0) != null) {
      terms.add(of(tangents.get(0), node.operand(1)));
    }
    if (tangents.get(1) != null) {
      terms.add(of(node.operand(0), tangents.get(1)));
    }
    return List.of(terms.stream().reduce(Tensor::add).orElseThrow());
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    int aFree = aFree(node.operand(0).rank()).size();
    int bFree = bFree(node.operand(1).rank()).size();
    Axes batch = Axes.first(aBatch.size());
    return operand == 0
        ? cotangent(node.operand(0).rank(), aBatch, aContracted, node.operand(1), bBatch, bContracted,
            cotangents.getFirst(), batch, range(batch.size() + aFree, bFree))
        : cotangent(node.operand(1).rank(), bBatch, bContracted, node.operand(0), aBatch, aContracted,
            cotangents.getFirst(), batch, range(batch.size(), aFree));
  }

  /** Contracts the cotangent with the other operand over that one's free axes and puts the axes in their places. */
  private static Tensor cotangent(int rank, Axes batch, Axes contracted, Tensor other, Axes otherBatch,
      Axes otherContracted, Tensor ct, Axes ctBatch, Axes ctContracted) {
    Dot dot = new Dot(ctBatch, otherBatch, ctContracted, free(other.rank(), otherBatch, otherContracted));
    Tensor product = dot.of(ct, other);
    // The product's axes: batch, own free axes, then the contracted ones in the other operand's order.
    int[] places = new int[rank];
    int next = 0;
    for (int axis : batch.toArray()) {
      places[axis] = next++;
    }
    for (int axis : free(rank, batch, contracted).toArray()) {
      places[axis] = next++;
    }
    int[] ascending = otherContracted.stream().sorted().toArray();
    for (int axis : ascending) {
      places[contracted.get(otherContracted.indexOf(axis))] = next++;
    }
    return product.transpose(places);
  }

  private static Axes range(int start, int count) {
    return Axes.of(IntStream.range(start, start + count).toArray());
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    Tensor a = operands.get(0);
    Tensor b = operands.get(1);
    if (mapped[0] && mapped[1]) {
      return List.of(new Dot(aBatch.shifted().insert(0, 0), bBatch.shifted().insert(0, 0), aContracted.shifted(),
          bContracted.shifted()).of(a, b));
    }
    Tensor y = mapped[0]
        ? new Dot(aBatch.shifted(), bBatch, aContracted.shifted(), bContracted).of(a, b)
        : new Dot(aBatch, bBatch.shifted(), aContracted, bContracted.shifted()).of(a, b);
    int place = mapped[0] ? aBatch.size() : aBatch.size() + aFree(a.rank()).size();
    return List.of(y.moveAxis(place, 0));
  }

  @Override
  public long flops(Node node) {
    long flops = 2 * node.types().getFirst().size();
    for (int axis : aContracted.toArray()) {
      flops *= node.operand(0).shape().extent(axis);
    }
    return flops;
  }
}
