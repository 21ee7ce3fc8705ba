package ansatz.tensor;

import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;

/** Functions of a tensor's elements and of those of a second operand at the same places, which broadcasts. */
sealed interface Elements permits Tensor {
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

  // ---- arithmetic

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

  // ---- comparison and logic

  default Tensor and(Tensor other) {
    return with(Binary.AND, other);
  }

  default Tensor or(Tensor other) {
    return with(Binary.OR, other);
  }

  default Tensor xor(Tensor other) {
    return with(Binary.XOR, other);
  }

  default Tensor not() {
    return Unary.NOT.of(self());
  }

  default Tensor eq(Tensor other) {
    return with(Compare.EQ, other);
  }

  default Tensor eq(double other) {
    return eq(number(other));
  }

  default Tensor ne(Tensor other) {
    return with(Compare.NE, other);
  }

  default Tensor ne(double other) {
    return ne(number(other));
  }

  default Tensor lt(Tensor other) {
    return with(Compare.LT, other);
  }

  default Tensor lt(double other) {
    return lt(number(other));
  }

  default Tensor le(Tensor other) {
    return with(Compare.LE, other);
  }

  default Tensor le(double other) {
    return le(number(other));
  }

  default Tensor gt(Tensor other) {
    return with(Compare.GT, other);
  }

  default Tensor gt(double other) {
    return gt(number(other));
  }

  default Tensor ge(Tensor other) {
    return with(Compare.GE, other);
  }

  default Tensor ge(double other) {
    return ge(number(other));
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

  // ---- functions of one element

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
    return mul(self());
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
    return atan2(Tensor.full(self().type(), 1));
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
