package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.Values;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executables of one plan, routines and native code in it, run at the same time and end when they like. */
class SharedPlanTest {
  private static final int RUNS = 20;

  static Stream<String> programs() {
    return BitsPrograms.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void twoRunAtOnce(String name) {
    BitsPrograms.Case one = BitsPrograms.all().get(name);
    JvmBackend backend = new JvmBackend();
    CompileOptions options = CompileOptions.DEFAULT.withLinearAlgebra(new OpenBlasLinearAlgebra());
    Executable first = backend.compile(one.program(), options);
    try (Executable second = backend.compile(one.program(), options)) {
      assertTrue(backend.statistics().contains("1 programs planned"), backend::statistics);
      List<Values> expected = first.run(one.inputs());
      List<CompletableFuture<Void>> runs = Stream.of(first, second)
          .map(executable -> CompletableFuture.runAsync(() -> repeat(executable, one, expected))).toList();
      runs.forEach(CompletableFuture::join);
      CompletableFuture<Void> going = CompletableFuture.runAsync(() -> repeat(second, one, expected));
      first.close();
      going.join();
    }
  }

  private static void repeat(Executable executable, BitsPrograms.Case one, List<Values> expected) {
    for (int run = 0; run < RUNS; run++) {
      List<Values> results = executable.run(one.inputs());
      assertEquals(List.of(), IntStream.range(0, expected.size())
          .filter(i -> !expected.get(i).sameBits(results.get(i))).boxed().toList());
    }
  }
}
