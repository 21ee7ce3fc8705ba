package ansatz.tensor;

import ansatz.tensor.primitive.Binary;

/**
 * Arithmetic of a tensor's elements with those of another at the same places, which broadcasts, or with a number.
 *
 * <p>Shapes: those of the operands, broadcast by numpy's rule.
 *
 * <p>Cost: one pass over the elements, which backends join with their neighbours.
 *
 * <p>Errors: element types that differ or have no such operation, and shapes that do not broadcast, are an
 * {@link IllegalArgumentException} with the user's line.
 */
sealed interface Arithmetic permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  private Tensor number(double value) {
    return Tensor.scalar(self().dtype(), value);
  }

  /** Applies an element-wise function of two operands after broadcasting. */
  default Tensor with(Primitive primitive, Tensor other) {
    if (self().shape().equals(other.shape())) {
      return Node.apply(primitive, self(), other);
    }
    Shape shape = Shape.broadcast(self().shape(), other.shape());
    return Node.apply(primitive, self().broadcast(shape), other.broadcast(shape));
  }

  default Tensor add(Tensor other) {
    return with(Binary.ADD, other);
  }

  default Tensor add(double other) {
    return add(number(other));
  }

  default Tensor sub(Tensor other) {
    return with(Binary.SUB, other);
  }

  default Tensor sub(double other) {
    return sub(number(other));
  }

  /** other - this. */
  default Tensor rsub(double other) {
    return number(other).sub(self());
  }

  default Tensor mul(Tensor other) {
    return with(Binary.MUL, other);
  }

  default Tensor mul(double other) {
    return mul(number(other));
  }

  /** The quotient; of whole numbers it is cut towards zero. */
  default Tensor div(Tensor other) {
    return with(Binary.DIV, other);
  }

  default Tensor div(double other) {
    return div(number(other));
  }

  /** other / this. */
  default Tensor rdiv(double other) {
    return number(other).div(self());
  }

  default Tensor pow(Tensor other) {
    return with(Binary.POW, other);
  }

  default Tensor pow(double other) {
    return pow(number(other));
  }

  /** The greater of the two elements; NaN where one is NaN. */
  default Tensor max(Tensor other) {
    return with(Binary.MAX, other);
  }

  /** The smaller of the two elements; NaN where one is NaN. */
  default Tensor min(Tensor other) {
    return with(Binary.MIN, other);
  }

  /** Elements kept within bounds. */
  default Tensor clip(double least, double most) {
    return max(number(least)).min(number(most));
  }

  /** The remainder of division, with this tensor's sign. */
  default Tensor rem(Tensor other) {
    return with(Binary.REM, other);
  }

  default Tensor rem(double other) {
    return rem(number(other));
  }

  /** The angle of the point (other, this). */
  default Tensor atan2(Tensor other) {
    return with(Binary.ATAN2, other);
  }
}
