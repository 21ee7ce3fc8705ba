package ansatz.tensor;

import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;

/**
 * How a tensor's elements compare with those of another at the same places, which broadcasts, or with a number.
 *
 * <p>Shapes: those of the operands, broadcast by numpy's rule.
 *
 * <p>Cost: one pass over the elements, which backends join with their neighbours.
 *
 * <p>Errors: element types that differ or have no such operation, and shapes that do not broadcast, are an
 * {@link IllegalArgumentException} with the user's line.
 */
sealed interface Comparisons permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  private Tensor with(Compare comparison, double other) {
    return self().with(comparison, Tensor.scalar(self().dtype(), other));
  }

  default Tensor and(Tensor other) {
    return self().with(Binary.AND, other);
  }

  default Tensor or(Tensor other) {
    return self().with(Binary.OR, other);
  }

  default Tensor xor(Tensor other) {
    return self().with(Binary.XOR, other);
  }

  default Tensor not() {
    return Unary.NOT.of(self());
  }

  default Tensor eq(Tensor other) {
    return self().with(Compare.EQ, other);
  }

  default Tensor eq(double other) {
    return with(Compare.EQ, other);
  }

  default Tensor ne(Tensor other) {
    return self().with(Compare.NE, other);
  }

  default Tensor ne(double other) {
    return with(Compare.NE, other);
  }

  default Tensor lt(Tensor other) {
    return self().with(Compare.LT, other);
  }

  default Tensor lt(double other) {
    return with(Compare.LT, other);
  }

  default Tensor le(Tensor other) {
    return self().with(Compare.LE, other);
  }

  default Tensor le(double other) {
    return with(Compare.LE, other);
  }

  default Tensor gt(Tensor other) {
    return self().with(Compare.GT, other);
  }

  default Tensor gt(double other) {
    return with(Compare.GT, other);
  }

  default Tensor ge(Tensor other) {
    return self().with(Compare.GE, other);
  }

  default Tensor ge(double other) {
    return with(Compare.GE, other);
  }

  /** Whether elements are not a number. */
  default Tensor isNan() {
    return ne(self());
  }

  /** Of a boolean tensor: {@code yes} where it holds, else {@code no}. */
  default Tensor select(Tensor yes, Tensor no) {
    Shape shape = Shape.broadcast(self().shape(), Shape.broadcast(yes.shape(), no.shape()));
    return Node.apply(new Select(), self().broadcast(shape), yes.broadcast(shape), no.broadcast(shape));
  }
}
