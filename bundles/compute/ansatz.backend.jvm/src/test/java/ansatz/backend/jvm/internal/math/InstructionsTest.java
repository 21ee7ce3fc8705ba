package ansatz.backend.jvm.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The costs that the functions' documentation states. */
final class InstructionsTest {
  private static final Map<String, int[]> STATED = Map.ofEntries(Map.entry("exp", new int[] {20, 27}),
      Map.entry("expm1", new int[] {22, 29}), Map.entry("log", new int[] {33, 36}),
      Map.entry("log1p", new int[] {42, 45}), Map.entry("tanh", new int[] {20, 41}),
      Map.entry("logistic", new int[] {28, 35}), Map.entry("erf", new int[] {28, 51}),
      Map.entry("sin", new int[] {32, 52}), Map.entry("cos", new int[] {30, 50}), Map.entry("tan", new int[] {42, 62}),
      Map.entry("asin", new int[] {32, 40}), Map.entry("acos", new int[] {37, 45}));

  @Test
  void areAsManyAsStated() {
    Functions.LOOPLESS.forEach((name, function) -> {
      assertEquals(STATED.get(name)[0], Assembly.count(function, false), name + " float32");
      assertEquals(STATED.get(name)[1], Assembly.count(function, true), name + " float64");
    });
  }
}
