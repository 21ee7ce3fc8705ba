package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.launcher.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once, each on the provider that its experiment names: the calls that each provider gets are counted. */
class TwoProvidersIT {
  @TempDir
  Path folder;

  @Test
  void eachRunCallsOnlyTheProviderThatItLeased() throws Exception {
    Workbench bench = new Workbench(folder.resolve("home"));
    try (Host host = bench.boot(); ExecutorService two = Executors.newFixedThreadPool(2)) {
      Admission.install(host);
      assertEquals(0, run(host, "counting-a", "ols"));
      assertEquals(0, run(host, "counting-b", "bayesian-linear"));
      long a = count(host, "counting-a");
      long b = count(host, "counting-b");
      assertTrue(a > 0 && b > 0 && a != b, "alone they make " + a + " and " + b + " calls");
      List<Future<Integer>> codes = new ArrayList<>();
      codes.add(two.submit(() -> run(host, "counting-a", "ols")));
      codes.add(two.submit(() -> run(host, "counting-b", "bayesian-linear")));
      for (Future<Integer> code : codes) {
        assertEquals(0, code.get());
      }
      assertEquals(2 * a, count(host, "counting-a"));
      assertEquals(2 * b, count(host, "counting-b"));
      System.out.println("linear algebra calls a run: " + a + " through one provider, " + b + " through the other");
    }
    assertLedgersNameTheProvider(bench);
  }

  private static long count(Host host, String name) throws Exception {
    return (Long) Admission.ask(host, "(ansatz.count=" + name + ")");
  }

  private static int run(Host host, String provider, String model) {
    return host.commandLine().applyAsInt(new String[] {"run",
      Workbench.root().resolve("config/experiments/diabetes.yaml").toString(), "report=false",
      "fit.models={" + model + ": {}}", "+fit.linalg=" + provider});
  }

  private static void assertLedgersNameTheProvider(Workbench bench) throws Exception {
    int seen = 0;
    try (Stream<Path> runs = Files.list(bench.home().resolve("runs"))) {
      for (Path run : runs.toList()) {
        String asked = Files.readString(run.resolve("overrides.txt")).replaceAll("(?s).*fit.linalg=", "").strip();
        assertTrue(Files.readString(run.resolve("ledger.json")).contains("\"part\" : \"" + asked + "\""), asked);
        seen++;
      }
    }
    assertEquals(4, seen);
  }
}
