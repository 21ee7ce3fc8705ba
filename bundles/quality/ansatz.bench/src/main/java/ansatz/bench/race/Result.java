package ansatz.bench.race;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a setup did in a race.
 *
 * @param losses of the first steps
 * @param warmup from the first step on, the first losses as one window; then came the turns
 * @param turns one for each round
 * @param peakKilobytes of resident memory
 * @param about what the library tells of its step
 */
public record Result(Setup setup, double[] losses, List<Window> warmup, List<List<Window>> turns, long peakKilobytes,
    String about) {
  /** The median of the rounds' steps a second. */
  public double rate() {
    return median(turns.stream().mapToDouble(Window::rate).toArray());
  }

  /** Seconds of training until a window came within 10 % of the median rate. */
  public double settleSeconds() {
    double goal = 0.9 * rate();
    double seconds = 0;
    for (Window window : Stream.concat(warmup.stream(), turns.stream().flatMap(List::stream)).toList()) {
      seconds += window.seconds();
      if (window.rate() >= goal) {
        return seconds;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %.4g steps/s, rounds %s; settled after %.1f s; loss %.6g after %d steps; %s",
        setup, rate(), turns.stream().map(turn -> String.format(Locale.ROOT, "%.4g", Window.rate(turn))).toList(),
        settleSeconds(), losses[losses.length - 1], losses.length, about);
  }
}
