package ansatz.backend.jvm.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import ansatz.tensor.CompileOptions;
import ansatz.tensor.Control;
import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Constant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan is made once for equal programs and options, and is kept only as long as that is no burden. */
class PlanCacheTest {
  private final PlanCache cache = new PlanCache();

  private static Program program(int n) {
    return Program.trace(in -> List.of(in.get(0).mul(2).add(in.get(1))), f32(n), f32(n));
  }

  private static TensorType f32(int... extents) {
    return TensorType.of(DType.F32, extents);
  }

  private PlanCache.Use use(Program program, CompileOptions options) {
    return cache.use(program, options,
        () -> new Plan(program, program, List.of(), Map.of(), options.donated(), Map.of(), 0));
  }

  private PlanCache.Use use(Program program) {
    return use(program, CompileOptions.DEFAULT);
  }

  private void holds(int planned, int kept) {
    assertEquals(planned + " programs planned, " + kept + " plans kept", cache.toString());
  }

  @Test
  void equalProgramsShareAPlan() {
    try (PlanCache.Use first = use(program(5)); PlanCache.Use second = use(program(5))) {
      assertSame(first.plan(), second.plan());
    }
    holds(1, 1);
    use(program(5)).close();
    holds(1, 1);
  }

  @Test
  void whatChangesAPlanIsAnotherOne() {
    Program program = program(5);
    CompileOptions plain = CompileOptions.DEFAULT;
    use(program).close();
    use(program(6)).close();
    use(program, plain.withState(1)).close();
    use(program, plain.withMemoryLimit(1000)).close();
    use(program, plain.withMemoryLimit(2000)).close();
    use(program, plain.withCheckNan()).close();
    use(Program.trace(in -> List.of(in.get(0).mul(3).add(in.get(1))), f32(5), f32(5))).close();
    use(Program.trace(in -> List.of(in.get(0).mul(2).add(in.get(0))), f32(5), f32(5))).close();
    holds(8, 8);
    use(program, plain.withMemoryLimit(1000)).close();
    holds(8, 8);
  }

  @Test
  void linesAreToldSoTheyDistinguish() {
    Function onOneLine = in -> List.of(in.get(0).exp());
    Function onAnother = in -> List.of(in.get(0).exp());
    areApart(onOneLine, onAnother);
  }

  @Test
  void linesWithinDistinguishToo() {
    Function onOneLine = in -> List.of(in.get(0).exp());
    Function onAnother = in -> List.of(in.get(0).exp());
    areApart(within(onOneLine), within(onAnother));
  }

  private static Function within(Function f) {
    return Control.checkpoint(f);
  }

  private void areApart(Function f, Function g) {
    try (PlanCache.Use one = use(Program.trace(f, f32(3))); PlanCache.Use other = use(Program.trace(g, f32(3)))) {
      assertNotSame(one.plan(), other.plan());
    }
  }

  @Test
  void onlyTheLastIdlePlansAreKept() {
    try (PlanCache.Use used = use(program(1))) {
      for (int n = 2; n <= 40; n++) {
        use(program(n)).close();
      }
      holds(40, 17);
      use(program(40)).close();
      assertSame(used.plan(), use(program(1)).plan());
      holds(40, 17);
      use(program(2)).close();
      holds(41, 17);
    }
  }

  @Test
  void aBurdenGoesWithItsLastUser() {
    Tensor large = Constant.of(Values.zeros(f32(600_000)));
    PlanCache.Use first = use(Program.trace(in -> List.of(in.get(0).add(large)), f32(600_000)));
    holds(1, 1);
    first.close();
    first.close();
    holds(1, 0);
  }

  @Test
  void aClosedCacheKeepsWhatIsUsed() {
    PlanCache.Use idle = use(program(3));
    PlanCache.Use used = use(program(4));
    idle.close();
    cache.close();
    holds(2, 1);
    PlanCache.Use again = use(program(4));
    assertSame(used.plan(), again.plan());
    used.close();
    holds(2, 1);
    again.close();
    holds(2, 0);
  }
}
