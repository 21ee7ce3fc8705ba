package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** The functions of two elements, a line each: its derivatives by the first and the second operand, its value. */
public enum Binary implements Elementwise {
  ADD((a, b, y, t) -> t, (a, b, y, t) -> t, Double::sum, Long::sum),
  SUB((a, b, y, t) -> t, (a, b, y, t) -> t.neg(), (a, b) -> a - b, (a, b) -> a - b),
  MUL((a, b, y, t) -> t.mul(b), (a, b, y, t) -> a.mul(t), (a, b) -> a * b, (a, b) -> a * b),
  /** Integers are cut towards zero; an integer divided by 0 is -1, as no program may stop half way. */
  DIV((a, b, y, t) -> t.div(b), (a, b, y, t) -> t.mul(y.div(b)).neg(), (a, b) -> a / b, (a, b) -> b == 0 ? -1 : a / b),
  /** 1 wherever the first is 1 or the second 0, NaN or not, as IEEE 754 has it. */
  POW((a, b, y, t) -> t.mul(Binary.powerSlope(a, b)), (a, b, y, t) -> t.mul(Binary.safeLog(a).mul(y)), Special::pow,
      null),
  /** The greater; the first where equal; NaN where one is. */
  MAX((a, b, y, t) -> a.ge(b).select(t, Tensor.zeros(t.type())),
      (a, b, y, t) -> a.ge(b).select(Tensor.zeros(t.type()), t),
      Math::max, Math::max),
  /** The smaller; the first where equal; NaN where one is. */
  MIN((a, b, y, t) -> a.le(b).select(t, Tensor.zeros(t.type())),
      (a, b, y, t) -> a.le(b).select(Tensor.zeros(t.type()), t),
      Math::min, Math::min),
  /** The remainder with the sign of the first; of an integer by 0 it is the first. */
  REM((a, b, y, t) -> t, (a, b, y, t) -> t.mul(a.sub(y).div(b).round()).neg(), (a, b) -> a % b,
      (a, b) -> b == 0 ? a : a % b),
  ATAN2((a, b, y, t) -> t.mul(b.div(a.square().add(b.square()))),
      (a, b, y, t) -> t.mul(a.div(a.square().add(b.square()))).neg(), Math::atan2, null),
  /** The regularised lower incomplete gamma function P(a, x); it has no derivative by a. */
  IGAMMA((a, b, y, t) -> Binary.refuse("igamma has no derivative by its first operand"),
      (a, b, y, t) -> t.mul(b.log().mul(a.sub(1)).sub(b).sub(a.lgamma()).exp()), Special::igamma, null),
  AND(null, null, null, (a, b) -> a & b), OR(null, null, null, (a, b) -> a | b), XOR(null, null, null, (a, b) -> a ^ b),
  /** Bits moved up; by the operand's low 5 or 6 bits. */
  SHIFT_LEFT(null, null, null, null),
  /** Bits moved down, zeros moved in. */
  SHIFT_RIGHT(null, null, null, null);

  /** The tangent from operands a, b, value y and one operand's tangent t. */
  @FunctionalInterface
  private interface Jvp {
    Tensor apply(Tensor a, Tensor b, Tensor y, Tensor t);
  }

  private final Jvp byFirst;
  private final Jvp bySecond;
  private final DoubleBinaryOperator real;
  private final LongBinaryOperator integer;

  Binary(Jvp byFirst, Jvp bySecond, DoubleBinaryOperator real, LongBinaryOperator integer) {
    this.byFirst = byFirst;
    this.bySecond = bySecond;
    this.real = real;
    this.integer = integer;
  }

  public Tensor of(Tensor a, Tensor b) {
    return Node.apply(this, a, b);
  }

  private boolean isLogical() {
    return this == AND || this == OR || this == XOR;
  }

  private boolean isShift() {
    return this == SHIFT_LEFT || this == SHIFT_RIGHT;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType type = Elementwise.common(operands);
    boolean defined = switch (type.dtype()) {
      case F32, F64 -> real != null;
      case I32, I64 -> integer != null || isShift();
      case BOOL -> isLogical();
    };
    if (!defined) {
      throw new IllegalArgumentException("not defined for " + type.dtype());
    }
    return List.of(type);
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values a = operands.get(0);
    Values b = operands.get(1);
    Values y = Values.zeros(results.getFirst());
    boolean floating = y.type().dtype().isFloat();
    for (int i = 0; i < y.size(); i++) {
      if (floating) {
        y.set(i, real.applyAsDouble(a.get(i), b.get(i)));
      } else if (isShift()) {
        y.setLong(i, shift(a.getLong(i), (int) b.getLong(i), y.type().dtype()));
      } else {
        y.setLong(i, integer.applyAsLong(a.getLong(i), b.getLong(i)));
      }
    }
    return List.of(y);
  }

  private long shift(long bits, int by, DType dtype) {
    if (dtype == DType.I64) {
      return this == SHIFT_LEFT ? bits << by : bits >>> by;
    }
    return this == SHIFT_LEFT ? (int) bits << by : (int) bits >>> by;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor a = node.operand(0);
    Tensor b = node.operand(1);
    Tensor first = tangents.get(0) == null ? null : byFirst.apply(a, b, node.result(0), tangents.get(0));
    Tensor second = tangents.get(1) == null ? null : bySecond.apply(a, b, node.result(0), tangents.get(1));
    return Arrays.asList(first == null ? second : second == null ? first : first.add(second));
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor ct = cotangents.getFirst();
    return switch (this) {
      case ADD -> ct;
      case SUB -> operand == 0 ? ct : ct.neg();
      case MUL -> operand == 0 ? ct.mul(node.operand(1)) : node.operand(0).mul(ct);
      case DIV -> operand == 0 ? ct.div(node.operand(1)) : Elementwise.super.transpose(node, operand, cotangents);
      default -> Elementwise.super.transpose(node, operand, cotangents);
    };
  }

  /** b a^(b-1), 0 where b is 0 even at a = 0. */
  private static Tensor powerSlope(Tensor a, Tensor b) {
    Tensor slope = b.mul(a.pow(b.sub(1)));
    return b.eq(0).select(Tensor.zeros(slope.type()), slope);
  }

  /** log a, but 0 at 0, where the power's derivative by its exponent is 0. */
  private static Tensor safeLog(Tensor a) {
    Tensor zero = Tensor.zeros(a.type());
    return a.eq(0).select(zero, a.eq(0).select(zero.add(1), a).log());
  }

  private static Tensor refuse(String why) {
    throw new IllegalArgumentException(why);
  }
}
