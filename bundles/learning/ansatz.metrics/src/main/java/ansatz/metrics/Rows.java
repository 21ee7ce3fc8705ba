package ansatz.metrics;

import java.util.Arrays;

/** What all metrics ask of their rows. */
final class Rows {
  private Rows() {}

  /** As many predictions as targets, and at least one. */
  static void check(int targets, int predictions) {
    if (targets != predictions) {
      throw new IllegalArgumentException("there are " + targets + " targets but " + predictions + " predictions");
    }
    if (targets == 0) {
      throw new IllegalArgumentException("there are no rows to judge");
    }
  }

  /** Whether something is undefined, so that no comparison of it may count. */
  static boolean hasNaN(double... values) {
    return Arrays.stream(values).anyMatch(Double::isNaN);
  }
}
