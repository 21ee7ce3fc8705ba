package ansatz.bench.table;

/** How far losses are from those in float64. */
final class Losses {
  private Losses() {}

  /** The largest |a - b| / |b|. */
  static double error(double[] losses, double[] exact) {
    double worst = 0;
    for (int i = 0; i < exact.length; i++) {
      worst = Math.max(worst, Math.abs(losses[i] - exact[i]) / Math.abs(exact[i]));
    }
    return worst;
  }
}
