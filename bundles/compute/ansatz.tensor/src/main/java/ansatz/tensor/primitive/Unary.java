package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The functions of one element, a line each: what it is, its derivative, its value. */
public enum Unary implements Elementwise {
  NEG((x, y, t) -> t.neg(), a -> -a, a -> -a),
  ABS((x, y, t) -> t.mul(x.sign()), Math::abs, Math::abs),
  SIGN((x, y, t) -> null, Math::signum, Long::signum),
  FLOOR((x, y, t) -> null, Math::floor),
  CEIL((x, y, t) -> null, Math::ceil),
  /** To the nearest integer, ties to the even one. */
  ROUND((x, y, t) -> null, Math::rint),
  EXP((x, y, t) -> t.mul(y), Math::exp),
  EXPM1((x, y, t) -> t.mul(y.add(1)), Math::expm1),
  LOG((x, y, t) -> t.div(x), Math::log),
  LOG1P((x, y, t) -> t.div(x.add(1)), Math::log1p),
  SQRT((x, y, t) -> t.div(y.mul(2)), Math::sqrt),
  SIN((x, y, t) -> t.mul(x.cos()), Math::sin),
  COS((x, y, t) -> t.mul(x.sin()).neg(), Math::cos),
  TAN((x, y, t) -> t.mul(y.square().add(1)), Math::tan),
  ASIN((x, y, t) -> t.div(x.square().rsub(1).sqrt()), Math::asin),
  ACOS((x, y, t) -> t.div(x.square().rsub(1).sqrt()).neg(), Math::acos),
  TANH((x, y, t) -> t.mul(y.square().rsub(1)), Math::tanh),
  ERF((x, y, t) -> t.mul(x.square().neg().exp().mul(2 / Math.sqrt(Math.PI))), Special::erf),
  ERFINV((x, y, t) -> t.mul(y.square().exp().mul(Math.sqrt(Math.PI) / 2)), Special::erfinv),
  /** log |Gamma(x)|. */
  LGAMMA((x, y, t) -> t.mul(x.polygamma(0)), Special::lgamma),
  /** Not of a boolean, all bits flipped of an integer. */
  NOT((x, y, t) -> null, null, a -> ~a);

  /** The tangent from the operand x, the value y and the operand's tangent t; null where it is zero everywhere. */
  @FunctionalInterface
  private interface Jvp {
    Tensor apply(Tensor x, Tensor y, Tensor t);
  }

  private final Jvp jvp;
  private final DoubleUnaryOperator real;
  private final LongUnaryOperator integer;

  Unary(Jvp jvp, DoubleUnaryOperator real) {
    this(jvp, real, null);
  }

  Unary(Jvp jvp, DoubleUnaryOperator real, LongUnaryOperator integer) {
    this.jvp = jvp;
    this.real = real;
    this.integer = integer;
  }

  public Tensor of(Tensor x) {
    return Node.apply(this, x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    DType dtype = operands.getFirst().dtype();
    boolean defined = switch (dtype) {
      case F32, F64 -> real != null;
      case I32, I64 -> integer != null;
      case BOOL -> this == NOT;
    };
    if (!defined) {
      throw new IllegalArgumentException("not defined for " + dtype);
    }
    return List.of(operands.getFirst());
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values x = operands.getFirst();
    Values y = Values.zeros(results.getFirst());
    for (int i = 0; i < y.size(); i++) {
      switch (y.type().dtype()) {
        case F32, F64 -> y.set(i, real.applyAsDouble(x.get(i)));
        case I32, I64 -> y.setLong(i, integer.applyAsLong(x.getLong(i)));
        case BOOL -> y.setLong(i, 1 - x.getLong(i));
      }
    }
    return List.of(y);
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Arrays.asList(jvp.apply(node.operand(0), node.result(0), tangents.getFirst()));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    return this == NEG ? cotangents.getFirst().neg() : Elementwise.super.transpose(node, operand, cotangents);
  }
}
