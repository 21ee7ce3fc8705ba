package ansatz.bench.table;

import ansatz.bench.ceiling.Ceilings;
import ansatz.bench.race.Result;
import java.util.List;

/**
 * A library beside ours, by the setup in which it was fastest.
 *
 * @param figure its published steps a second on another machine, NaN where there is none
 * @param expected the figure on this machine
 * @param lossError the largest relative difference of its first losses from the float64 ones
 */
public record Peer(String library, String setup, double stepsPerSecond, double figure, double expected,
    double lossError, long peakKilobytes) {
  /** Below this share of what is expected a peer is badly tuned. */
  static final double LEAST_SHARE = 0.85;

  static Peer of(String workload, Result best, double flops, List<Ceilings> ceilings,
      double[] losses) {
    String library = best.setup().library();
    return new Peer(library, best.setup().toString(), best.rate(),
        Figure.best(workload, library).map(Figure::stepsPerSecond).orElse(Double.NaN),
        Figure.expected(workload, library, flops, ceilings), Losses.error(best.losses(), losses),
        best.peakKilobytes());
  }

  /** The share of what is expected that it reached, NaN where nothing is. */
  public double share() {
    return stepsPerSecond / expected;
  }

  boolean isBadlyTuned() {
    return share() < LEAST_SHARE;
  }
}
