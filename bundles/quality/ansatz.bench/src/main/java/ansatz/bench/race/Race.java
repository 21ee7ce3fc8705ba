package ansatz.bench.race;

import ansatz.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All setups of one workload, each in its own process, in turn: one trains while the others wait. */
public final class Race {
  /** Flops that plain loops do in some seconds. */
  private static final double PLAIN_LOOPS = 1e9;

  private final int rounds;
  private final double warmup;
  private final double seconds;

  /**
   * @param rounds how often each setup has its turn
   * @param warmup seconds of training before the first round
   * @param seconds of training in a turn
   */
  public Race(int rounds, double warmup, double seconds) {
    this.rounds = rounds;
    this.warmup = warmup;
    this.seconds = seconds;
  }

  /** What the setups that have the workload did. */
  public List<Result> run(String name, Workload workload, int losses, List<Setup> setups) throws IOException {
    Path inputs = Files.createTempFile("ansatz-bench", ".inputs");
    InputFile.write(inputs, workload.inputs());
    List<Lane> lanes = new ArrayList<>();
    try {
      for (Setup setup : setups) {
        Lane lane = Lane.open(setup, name, inputs, workload.state());
        lanes.add(lane);
      }
      return run(lanes.stream().filter(Lane::isReady).toList(), losses);
    } finally {
      lanes.forEach(Lane::close);
      Files.delete(inputs);
    }
  }

  /** The first losses of a workload in float64: by plain loops where that takes seconds, else by the jvm backend. */
  public static double[] exactLosses(String name, Workload workload, int losses) throws IOException {
    boolean small = (double) workload.program().flops() * losses < PLAIN_LOOPS;
    Path inputs = Files.createTempFile("ansatz-bench", ".inputs");
    InputFile.write(inputs, workload.inputs());
    try (Lane lane = Lane.open(small ? Setup.reference() : Setup.ansatz(1), name, inputs, workload.state())) {
      return lane.losses(losses);
    } finally {
      Files.delete(inputs);
    }
  }

  private List<Result> run(List<Lane> lanes, int losses) {
    List<double[]> firstLosses = new ArrayList<>();
    List<List<Window>> warmups = new ArrayList<>();
    List<List<List<Window>>> turns = new ArrayList<>();
    for (Lane lane : lanes) {
      long start = System.nanoTime();
      firstLosses.add(lane.losses(losses));
      List<Window> windows = new ArrayList<>(List.of(new Window(losses, (System.nanoTime() - start) / 1e9)));
      windows.addAll(lane.run(warmup));
      warmups.add(windows);
      turns.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < lanes.size(); i++) {
        turns.get(i).add(lanes.get(i).run(seconds));
      }
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      results.add(new Result(lane.setup(), firstLosses.get(i), warmups.get(i), turns.get(i),
          Long.parseLong(lane.ask("memory")), about(lane, turns.get(i))));
    }
    return results;
  }

  /** What a lane tells, and, of ours, the bytes that a step allocates: over 1,000 steps, or as many as take 10 s. */
  private static String about(Lane lane, List<List<Window>> turns) {
    if (!lane.setup().isOurs()) {
      return lane.ask("about");
    }
    int steps = (int) Math.clamp(10 * Window.rate(turns.getLast()), 10, 1000);
    double bytes = Double.parseDouble(lane.ask("allocated " + steps)) / steps;
    return lane.ask("about") + String.format(Locale.ROOT, ", %.0f bytes allocated a step (%d)", bytes, steps);
  }
}
