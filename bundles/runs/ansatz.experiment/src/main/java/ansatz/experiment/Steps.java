package ansatz.experiment;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which step of a run gave which point of a series, and the other way round: points count the iterations of their own
 * series from 1, swaps and the ledger count the steps of the whole run.
 *
 * @param ranges series to the steps of the run in which it was made
 */
public record Steps(Map<String, Range> ranges) {
  private static final Pattern LABEL = Pattern.compile("(.*) fold (\\d+)/\\d+(?: iteration \\d+)?");

  /** The first and the last step of a series so far. */
  public record Range(long first, long last) {
    private Range with(long step) {
      return new Range(Math.min(first, step), Math.max(last, step));
    }
  }

  /** Read from the labels of the steps. */
  public static Steps of(List<Timing> timings) {
    Map<String, Range> ranges = new HashMap<>();
    for (Timing timing : timings) {
      Matcher label = LABEL.matcher(timing.label());
      String series = label.matches() ? label.group(1) + "/fold-" + label.group(2) : timing.label();
      ranges.merge(series, new Range(timing.step(), timing.step()), (old, one) -> old.with(one.first()));
    }
    return new Steps(Map.copyOf(ranges));
  }

  /** The step of the run that gave a point; its own count where the series is not known. */
  public long of(Point point) {
    Range range = ranges.get(point.series());
    return range == null ? point.step() : Math.min(range.last(), range.first() + point.step() - 1);
  }

  /** The iteration that a series did in a step of the run; empty where the step belongs to another series. */
  public OptionalLong iteration(String series, long step) {
    Range range = ranges.get(series);
    return range == null || step < range.first() || step > range.last()
        ? OptionalLong.empty()
        : OptionalLong.of(step - range.first() + 1);
  }

  /** Points in the order in which the run gave them. */
  public List<Point> ordered(List<Point> points) {
    return points.stream().sorted(Comparator.comparingLong(this::of)).toList();
  }
}
