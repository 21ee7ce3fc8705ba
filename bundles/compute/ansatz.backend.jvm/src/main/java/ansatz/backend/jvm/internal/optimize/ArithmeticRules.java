package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Convert;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;
import java.util.List;

/** Arithmetic that can be left out or made cheaper without changing a bit; x + 0.0 cannot, as -0.0 + 0.0 is 0.0. */
final class ArithmeticRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case Binary binary -> binary(binary, operands.get(0), operands.get(1), maker);
      case Unary.NEG -> operand(Unary.NEG, operands.getFirst());
      case Unary.NOT -> operand(Unary.NOT, operands.getFirst());
      case Convert convert -> convert.to() == operands.getFirst().dtype() ? operands.getFirst() : null;
      case Compare.GE -> bounded(Compare.GE, Binary.MAX, operands.get(0), operands.get(1), maker);
      case Compare.LE -> bounded(Compare.LE, Binary.MIN, operands.get(0), operands.get(1), maker);
      case Select _ -> select(operands.get(0), operands.get(1), operands.get(2));
      default -> null;
    };
  }

  private static Tensor binary(Binary binary, Tensor a, Tensor b, Maker maker) {
    return switch (binary) {
      case ADD -> operand(Unary.NEG, b) != null
          ? maker.make(Binary.SUB, a, operand(Unary.NEG, b))
          : isZero(b) ? a : isZero(a) ? b : null;
      case SUB -> operand(Unary.NEG, b) != null
          ? maker.make(Binary.ADD, a, operand(Unary.NEG, b))
          : Uniform.is(b, 0) ? a : null;
      case MUL -> product(a, b, maker);
      case DIV -> Uniform.is(b, 1) ? a : a.dtype().isFloat() ? quotient(a, b, maker) : null;
      case POW -> Uniform.is(b, 1) ? a : Uniform.is(b, 2) ? maker.make(Binary.MUL, a, a) : null;
      default -> null;
    };
  }

  private static Tensor product(Tensor a, Tensor b, Maker maker) {
    if (Uniform.is(b, 1) || Uniform.is(a, 1)) {
      return Uniform.is(b, 1) ? a : b;
    }
    boolean floating = a.dtype().isFloat();
    if (floating && (Uniform.is(b, -1) || Uniform.is(a, -1))) {
      return maker.make(Unary.NEG, Uniform.is(b, -1) ? a : b);
    }
    return null;
  }

  /** Division by a power of two is multiplication, unless that is so for some extents only: others had other code. */
  private static Tensor quotient(Tensor a, Tensor b, Maker maker) {
    Values divisor = Uniform.of(b);
    if (divisor == null || Uniform.mayBeExtent(divisor)) {
      return null;
    }
    double value = divisor.get(0);
    int exponent = Math.getExponent(value);
    return Math.abs(value) == Math.scalb(1.0, exponent) && Math.abs(exponent) < 100
        ? maker.make(Binary.MUL, a,
            maker.make(new Broadcast(a.shape()), maker.make(new Constant(Values.scalar(a.dtype(), 1 / value)))))
        : null;
  }

  /** What adding changes nothing: -0.0, or the whole number 0. */
  private static boolean isZero(Tensor x) {
    return Uniform.is(x, x.dtype().isFloat() ? -0.0 : 0.0);
  }

  /** Whether a bound holds can be seen from what it made of x, so x itself need not be kept. */
  private static Tensor bounded(Compare compare, Binary bounding, Tensor bound, Tensor x, Maker maker) {
    return Uniform.of(bound) != null && maker.isMade(bounding, bound, x)
        ? maker.make(compare, bound, maker.make(bounding, bound, x))
        : null;
  }

  private static Tensor operand(Unary function, Tensor x) {
    return x.node().primitive() == function ? x.node().operand(0) : null;
  }

  private static Tensor select(Tensor condition, Tensor yes, Tensor no) {
    Values known = Uniform.of(condition);
    return known != null ? known.getBoolean(0) ? yes : no : yes == no ? yes : null;
  }
}
