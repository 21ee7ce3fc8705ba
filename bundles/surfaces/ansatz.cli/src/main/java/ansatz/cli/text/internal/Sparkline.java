package ansatz.cli.text.internal;

import java.util.Arrays;

/** A curve in one line: {@code ▁▂▅▇█}. */
public final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final char HOLE = '·';

  private Sparkline() {}

  /** At most that many characters; longer curves are thinned by means of equal stretches. NaN is a hole. */
  public static String of(double[] values, int width) {
    double[] shown = values.length <= width ? values : thin(values, width);
    double min = Arrays.stream(shown).filter(Double::isFinite).min().orElse(0);
    double max = Arrays.stream(shown).filter(Double::isFinite).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : shown) {
      if (!Double.isFinite(value)) {
        line.append(HOLE);
      } else {
        double height = max > min ? (value - min) / (max - min) : 0.5;
        line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
      }
    }
    return line.toString();
  }

  private static double[] thin(double[] values, int width) {
    double[] thinned = new double[width];
    for (int i = 0; i < width; i++) {
      int from = (int) ((long) i * values.length / width);
      int to = (int) ((long) (i + 1) * values.length / width);
      thinned[i] = Arrays.stream(values, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
    }
    return thinned;
  }
}
