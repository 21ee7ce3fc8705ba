package ansatz.experiment;

import java.util.List;

/**
 * What one experiment gave under two versions of a part.
 *
 * @param slot that was filled with the one or the other
 * @param partA {@code name@version} of the first run's part
 * @param a the first run
 * @param rows one for each model and metric that the slot has a part in
 * @param tracks the divergence of each series' quantities, step by step
 * @param verdict in one line: {@code bit-identical}, {@code B better in RMSE of ridge by 1.2 % (p 0.03)}
 */
public record VersionComparison(String slot, String partA, String partB, RunFiles a, RunFiles b, Divergence divergence,
    List<Row> rows, List<Track> tracks, String verdict) {
  /**
   * A metric of a model under both.
   *
   * @param better {@code lower}, {@code higher} or {@code nominal}
   * @param meanA mean over the folds under A; NaN where the model has not what the metric needs
   * @param difference B minus A, mean over the folds
   * @param standardError of the difference, corrected for training parts that overlap; NaN with fewer than two folds
   * @param p adjusted for the number of rows; NaN with fewer than two folds
   */
  public record Row(String model, String metric, String title, String better, double meanA, double meanB,
      double difference, double standardError, double p) {}

  /**
   * The relative difference of a quantity over the steps of the run.
   *
   * @param steps steps of the run, rising
   * @param relative as {@link Divergence} has it; infinite where only one of the runs got there
   */
  public record Track(String series, String metric, long[] steps, double[] relative) {}
}
