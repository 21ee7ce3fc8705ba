package ansatz.backend.jvm.internal.math;

import java.util.Map;

/** All functions by name. */
final class Functions {
  /** Functions of one variable that are plain sequences of instructions. */
  static final Map<String, Lanes.Unary> LOOPLESS = Map.ofEntries(Map.entry("exp", Exp::exp),
      Map.entry("expm1", Expm1::expm1), Map.entry("log", Log::log), Map.entry("log1p", Log1p::log1p),
      Map.entry("tanh", Tanh::tanh), Map.entry("logistic", Logistic::logistic), Map.entry("erf", Erf::erf),
      Map.entry("sin", Sin::sin), Map.entry("cos", Cos::cos), Map.entry("tan", Tan::tan), Map.entry("asin", Asin::asin),
      Map.entry("acos", Acos::acos));

  private Functions() {}
}
