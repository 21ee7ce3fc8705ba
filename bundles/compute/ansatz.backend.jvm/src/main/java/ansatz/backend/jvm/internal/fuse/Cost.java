package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.Polygamma;
import ansatz.tensor.primitive.Unary;

/** Guesses at the time that an element-wise function takes, in nanoseconds an element. */
final class Cost {
  private Cost() {}

  static double of(Elementwise primitive) {
    return switch (primitive) {
      case Unary.EXP, Unary.TANH, Unary.LOG, Unary.EXPM1, Unary.LOG1P, Unary.SIN, Unary.COS, Unary.ERF -> 0.3;
      case Unary.TAN, Unary.ASIN, Unary.ACOS, Unary.ERFINV, Binary.POW, Binary.ATAN2 -> 1;
      case Unary.LGAMMA, Binary.IGAMMA -> 10;
      case Polygamma _ -> 10;
      case Binary.DIV, Binary.REM, Unary.SQRT -> 0.1;
      default -> 0.02;
    };
  }
}
