package ansatz.runner.steps.internal;

import ansatz.experiment.Point;
import ansatz.experiment.Work.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which numbers of a run have been finite so far, so that it is seen when one no longer is. */
final class Finiteness {
  private static final String MODEL = "model.";

  /** The last finite value of a model's metric, whatever the fold; absent once it was accepted as none. */
  private final Map<Number, Double> last = new HashMap<>();
  /** Metrics that a model gave at the end of a fold. */
  private final Map<String, List<String>> ends = new HashMap<>();

  private record Number(String model, String metric) {}

  /** Takes note of numbers that count. */
  void saw(List<Point> points) {
    for (Point point : points) {
      if (Double.isFinite(point.value())) {
        last.put(number(point), point.value());
      } else {
        last.remove(number(point));
      }
    }
  }

  /** Takes note of a step that counts. */
  void saw(StepReport report) {
    saw(report.points());
    if (report.milestone()) {
      ends.put(model(report), report.points().stream().map(Point::metric).toList());
    }
  }

  /** What is NaN or infinite in a step and was a number before; a metric that is missing at the end of a fold is NaN. */
  Optional<String> broken(StepReport report) {
    List<String> missing = new ArrayList<>(
        report.milestone() ? ends.getOrDefault(model(report), List.of()) : List.of());
    for (Point point : report.points()) {
      missing.remove(point.metric());
      Double before = last.get(number(point));
      if (before != null && !Double.isFinite(point.value())) {
        return Optional.of(point.metric() + " of " + point.series() + " is " + point.value() + " and was " + before);
      }
    }
    return missing.stream().map(metric -> new Number(model(report), metric)).filter(last::containsKey)
        .map(number -> number.metric + " of " + number.model + " is NaN and was " + last.get(number)).findFirst();
  }

  private static Number number(Point point) {
    return new Number(model(point.series()), point.metric());
  }

  private static String model(StepReport report) {
    return report.slots().stream().filter(slot -> slot.startsWith(MODEL)).findFirst()
        .map(slot -> slot.substring(MODEL.length())).orElse("");
  }

  /** {@code ridge} of {@code ridge/fold-3}. */
  private static String model(String series) {
    int slash = series.lastIndexOf('/');
    return slash < 0 ? series : series.substring(0, slash);
  }
}
