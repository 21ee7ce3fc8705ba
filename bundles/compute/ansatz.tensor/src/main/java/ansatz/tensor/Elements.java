package ansatz.tensor;

import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.Unary;

/**
 * Functions of each of a tensor's elements.
 *
 * <p>Shapes: the tensor's.
 *
 * <p>Cost: one pass over the elements, which backends join with their neighbours.
 *
 * <p>Errors: element types without the function are an {@link IllegalArgumentException} with the user's line.
 */
sealed interface Elements permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  default Tensor neg() {
    return Unary.NEG.of(self());
  }

  default Tensor abs() {
    return Unary.ABS.of(self());
  }

  default Tensor sign() {
    return Unary.SIGN.of(self());
  }

  default Tensor floor() {
    return Unary.FLOOR.of(self());
  }

  default Tensor ceil() {
    return Unary.CEIL.of(self());
  }

  /** To the nearest integer, ties to the even one. */
  default Tensor round() {
    return Unary.ROUND.of(self());
  }

  default Tensor square() {
    return self().mul(self());
  }

  default Tensor sqrt() {
    return Unary.SQRT.of(self());
  }

  default Tensor exp() {
    return Unary.EXP.of(self());
  }

  default Tensor expm1() {
    return Unary.EXPM1.of(self());
  }

  default Tensor log() {
    return Unary.LOG.of(self());
  }

  default Tensor log1p() {
    return Unary.LOG1P.of(self());
  }

  default Tensor sin() {
    return Unary.SIN.of(self());
  }

  default Tensor cos() {
    return Unary.COS.of(self());
  }

  default Tensor tan() {
    return Unary.TAN.of(self());
  }

  default Tensor asin() {
    return Unary.ASIN.of(self());
  }

  default Tensor acos() {
    return Unary.ACOS.of(self());
  }

  default Tensor atan() {
    return self().atan2(Tensor.full(self().type(), 1));
  }

  /** (e^x - e^-x) / 2 = ((e^x - 1) - (e^-x - 1)) / 2, exact to rounding near 0. */
  default Tensor sinh() {
    return expm1().sub(neg().expm1()).mul(0.5);
  }

  /** (e^x + e^-x) / 2. */
  default Tensor cosh() {
    Tensor e = exp();
    return e.add(e.rdiv(1)).mul(0.5);
  }

  default Tensor tanh() {
    return Unary.TANH.of(self());
  }

  default Tensor erf() {
    return Unary.ERF.of(self());
  }

  default Tensor erfinv() {
    return Unary.ERFINV.of(self());
  }

  /** log |Gamma(x)|. */
  default Tensor lgamma() {
    return Unary.LGAMMA.of(self());
  }

  /** psi^(n)(x); n = 0 is digamma. */
  default Tensor polygamma(int order) {
    return Node.apply(new Polygamma(order), self());
  }

  /** The elements in another type; floating ones are cut towards zero, and true is 1. */
  default Tensor to(DType dtype) {
    return dtype == self().dtype() ? self() : Node.apply(new Convert(dtype), self());
  }
}
