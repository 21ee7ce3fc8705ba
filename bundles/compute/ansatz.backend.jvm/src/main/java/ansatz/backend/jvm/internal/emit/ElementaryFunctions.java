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
import java.util.Map;

/** What stands for the functions of one and two numbers that are no instruction. */
final class ElementaryFunctions {
  static final Map<Unary, Lanes.Unary> UNARY = Map.ofEntries(
      Map.entry(Unary.ACOS, Acos::acos),
      Map.entry(Unary.ASIN, Asin::asin),
      Map.entry(Unary.COS, Cos::cos),
      Map.entry(Unary.ERF, Erf::erf),
      Map.entry(Unary.ERFINV, Erfinv::erfinv),
      Map.entry(Unary.EXP, Exp::exp),
      Map.entry(Unary.EXPM1, Expm1::expm1),
      Map.entry(Unary.LGAMMA, Lgamma::lgamma),
      Map.entry(Unary.LOG, Log::log),
      Map.entry(Unary.LOG1P, Log1p::log1p),
      Map.entry(Unary.SIN, Sin::sin),
      Map.entry(Unary.TAN, Tan::tan),
      Map.entry(Unary.TANH, Tanh::tanh));

  static final Map<Binary, Lanes.Binary> BINARY = Map.of(Binary.POW, Pow::pow, Binary.ATAN2,
      Atan2::atan2, Binary.IGAMMA, Igamma::igamma);

  private ElementaryFunctions() {}
}
