package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.math.Acos;
import ansatz.backend.jvm.internal.math.Asin;
import ansatz.backend.jvm.internal.math.Atan2;
import ansatz.backend.jvm.internal.math.Cos;
import ansatz.backend.jvm.internal.math.Erf;
import ansatz.backend.jvm.internal.math.Erfinv;
import ansatz.backend.jvm.internal.math.Exp;
import ansatz.backend.jvm.internal.math.Expm1;
import ansatz.backend.jvm.internal.math.Igamma;
import ansatz.backend.jvm.internal.math.Lanes;
import ansatz.backend.jvm.internal.math.Lgamma;
import ansatz.backend.jvm.internal.math.Log;
import ansatz.backend.jvm.internal.math.Log1p;
import ansatz.backend.jvm.internal.math.Pow;
import ansatz.backend.jvm.internal.math.Sin;
import ansatz.backend.jvm.internal.math.Tan;
import ansatz.backend.jvm.internal.math.Tanh;
import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Unary;

/** What stands for the functions of one and two numbers that are no instruction. */
final class ElementaryFunctions {
  private ElementaryFunctions() {}

  /** Null where nothing stands for it. */
  static Lanes.Unary of(Unary function) {
    return switch (function) {
      case ACOS -> Acos::acos;
      case ASIN -> Asin::asin;
      case COS -> Cos::cos;
      case ERF -> Erf::erf;
      case ERFINV -> Erfinv::erfinv;
      case EXP -> Exp::exp;
      case EXPM1 -> Expm1::expm1;
      case LGAMMA -> Lgamma::lgamma;
      case LOG -> Log::log;
      case LOG1P -> Log1p::log1p;
      case SIN -> Sin::sin;
      case TAN -> Tan::tan;
      case TANH -> Tanh::tanh;
      default -> null;
    };
  }

  /** Null where nothing stands for it. */
  static Lanes.Binary of(Binary function) {
    return switch (function) {
      case ATAN2 -> Atan2::atan2;
      case IGAMMA -> Igamma::igamma;
      case POW -> Pow::pow;
      default -> null;
    };
  }
}
