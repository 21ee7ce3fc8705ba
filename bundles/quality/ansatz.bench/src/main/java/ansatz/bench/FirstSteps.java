package ansatz.bench;

import ansatz.bench.race.InputFile;
import ansatz.bench.race.Lane;
import ansatz.bench.race.Setup;
import ansatz.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Seconds from the start of a JVM to the end of the first step of a workload and of its thousandth, for us and the peers,
 * in fresh processes that take turns. The first turn, in which natives are unpacked, does not count.
 */
public final class FirstSteps {
  private static final int STEPS = 1000;

  private FirstSteps() {}

  /** Arguments: workload and number of turns, W2 and 5 by default. */
  public static void main(String[] arguments) throws IOException {
    String name = arguments.length > 0 ? arguments[0] : "W2";
    int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int threads = Runtime.getRuntime().availableProcessors();
    List<Setup> setups = new ArrayList<>(List.of(Setup.ansatz(threads)));
    Setup.peers(threads).stream().filter(setup -> setup.threads() == threads).forEach(setups::add);
    Workload workload = Workloads.of(name, DType.F32);
    Path inputs = Files.createTempFile("ansatz-bench", ".inputs");
    try {
      InputFile.write(inputs, workload.inputs());
      double[][][] seconds = new double[setups.size()][2][turns];
      for (int turn = -1; turn < turns; turn++) {
        for (int i = 0; i < setups.size(); i++) {
          double[] times = times(setups.get(i), name, inputs, workload.state());
          for (int k = 0; turn >= 0 && k < 2; k++) {
            seconds[i][k][turn] = times[k];
          }
        }
      }
      System.out.printf("%n| %s | first step, s | %d steps, s |%n|---|---|---|%n", name, STEPS);
      for (int i = 0; i < setups.size(); i++) {
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", setups.get(i), median(seconds[i][0]),
            median(seconds[i][1]));
      }
    } finally {
      Files.delete(inputs);
    }
  }

  private static double[] times(Setup setup, String name, Path inputs, int state) throws IOException {
    long start = System.nanoTime();
    try (Lane lane = Lane.open(setup, name, inputs, state)) {
      lane.ask("steps 1");
      long first = System.nanoTime();
      lane.ask("steps " + (STEPS - 1));
      return new double[] {(first - start) / 1e9, (System.nanoTime() - start) / 1e9};
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
