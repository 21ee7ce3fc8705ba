package ansatz.tensor;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Dot;

/** numpy's matmul as a contraction: the last two axes are matrices, the others batches, which broadcast. */
final class Matmul {
  private Matmul() {}

  static Tensor of(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new Refused(
          "matmul of " + a.type() + " and " + b.type() + ": a scalar is multiplied with mul");
    }
    int columns = a.shape().extent(-1);
    int rows = b.shape().extent(b.rank() == 1 ? 0 : -2);
    if (columns != rows) {
      throw new Refused("the last axis of " + a.type() + " has extent " + columns + ", the "
          + (b.rank() == 1 ? "axis of " : "last but one of ") + b.type() + " " + rows);
    }
    if (a.rank() == 1) {
      return of(a.expand(0), b).squeeze(b.rank() == 1 ? 0 : -2);
    }
    if (b.rank() == 1) {
      return of(a, b.expand(1)).squeeze(-1);
    }
    if (b.rank() == 2) {
      return new Dot(Axes.of(), Axes.of(), Axes.of(a.rank() - 1), Axes.of(0)).of(a, b);
    }
    Shape batch = Shape.broadcast(a.shape().without(-1, -2), b.shape().without(-1, -2));
    int n = batch.rank();
    Tensor left = a.broadcast(batch.insert(n, a.shape().extent(-2)).insert(n + 1, a.shape().extent(-1)));
    Tensor right = b.broadcast(batch.insert(n, b.shape().extent(-2)).insert(n + 1, b.shape().extent(-1)));
    return new Dot(Axes.first(n), Axes.first(n), Axes.of(n + 1), Axes.of(n)).of(left, right);
  }
}
