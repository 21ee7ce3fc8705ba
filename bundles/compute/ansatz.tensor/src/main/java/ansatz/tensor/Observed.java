package ansatz.tensor;

import java.util.Locale;

/**
 * What one operation gave in a run that is watched: a line to read.
 *
 * @param within where that was in loops, the innermost first: {@code iteration 3 of scan (Rnn.java:20)}; or empty
 * @param type of the result
 * @param least of all elements but NaN, which is NaN where there are none others
 * @param greatest of all elements but NaN
 * @param nans how many elements are NaN
 */
public record Observed(Node node, String within, TensorType type, double least, double greatest, long nans) {
  /** Looks at a result. */
  public static Observed of(Node node, String within, Values result) {
    double least = Double.NaN;
    double greatest = Double.NaN;
    long nans = 0;
    for (int i = 0; i < result.size(); i++) {
      double element = result.type().dtype() == DType.BOOL ? result.getLong(i) : result.get(i);
      if (Double.isNaN(element)) {
        nans++;
      } else {
        least = Double.isNaN(least) ? element : Math.min(least, element);
        greatest = Double.isNaN(greatest) ? element : Math.max(greatest, element);
      }
    }
    return new Observed(node, within, result.type(), least, greatest, nans);
  }

  /** {@code log               f32[100]           -inf ..   2.30259    3 NaN  Net.java:12}. */
  @Override
  public String toString() {
    return String
        .format(Locale.ROOT, "%-16s %-18s %12.6g .. %-12.6g %-10s %s%s", node.primitive().symbol(), type, least,
            greatest, nans == 0 ? "" : nans + " NaN", node.line(), within.isEmpty() ? "" : ", " + within)
        .stripTrailing();
  }
}
