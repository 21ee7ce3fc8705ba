package ansatz.runner.shadow.internal;

import ansatz.experiment.Point;
import ansatz.experiment.Work;
import ansatz.experiment.Work.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Some steps of one work under the incumbent and of its twin under a candidate, side by side.
 *
 * <p>The candidate is refused when it throws, when a number of its is NaN or infinite where the incumbent's is finite,
 * when it is worse by more than a share of the scale,
 *
 * $$ \pm (a - b) > \tau \max_i |a_i|, $$
 *
 * (a the incumbent's, b the candidate's, the sign by which direction is better, i over what the incumbent gave of that
 * metric), or when its steps take ten times as long.
 */
final class ShadowComparison {
  private static final double SMALLEST_SCALE = 1e-12;
  private static final double TIMES_SLOWER = 10;
  private static final double LEAST_MILLIS = 20;

  private final Work incumbent;
  private final Work candidate;
  private final double tolerance;
  private final LongSupplier nanos;
  private final Map<String, Point> expected = new HashMap<>();
  private final Map<String, Point> given = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private double incumbentMillis;
  private double candidateMillis;
  private long steps;

  ShadowComparison(Work incumbent, Work candidate, double tolerance, LongSupplier nanos) {
    this.incumbent = incumbent;
    this.candidate = candidate;
    this.tolerance = tolerance;
    this.nanos = nanos;
  }

  /** Does the steps, or as many as there are. */
  ShadowVerdict compare(long most) {
    String reason = "";
    while (reason.isEmpty() && steps < most && !incumbent.finished()) {
      if (candidate.finished()) {
        break;
      }
      reason = step(most);
    }
    if (reason.isEmpty()) {
      reason = worse().or(this::silent).or(this::slower).orElse("");
    }
    return new ShadowVerdict(reason, steps, common(), difference(), incumbentMillis, candidateMillis);
  }

  /** One step of each; why the candidate is refused, empty when it is not. */
  private String step(long most) {
    long begin = nanos.getAsLong();
    StepReport right;
    try {
      right = incumbent.step();
    } catch (Throwable e) {
      return "the incumbent itself cannot do step " + (incumbent.done() + 1) + " in the shadow: " + e;
    }
    long between = nanos.getAsLong();
    StepReport left;
    try {
      left = candidate.step();
    } catch (Throwable e) {
      return "it failed in step " + right.step() + ": " + e;
    }
    long end = nanos.getAsLong();
    if (steps > 0 || most == 1) {
      incumbentMillis += (between - begin) * 1e-6;
      candidateMillis += (end - between) * 1e-6;
    }
    steps++;
    right.points().forEach(p -> {
      expected.put(key(p), p);
      order.add(key(p));
    });
    left.points().forEach(p -> given.put(key(p), p));
    return notFinite().orElse("");
  }

  private static String key(Point p) {
    return p.series() + "\n" + p.metric() + "\n" + p.step();
  }

  private Optional<String> notFinite() {
    return order.stream().filter(given::containsKey).filter(k -> Double.isFinite(expected.get(k).value())
        && !Double.isFinite(given.get(k).value())).findFirst()
        .map(k -> name(k) + " is " + given.get(k).value() + " where the incumbent gives " + expected.get(k).value());
  }

  private String name(String key) {
    Point p = expected.get(key);
    return p.metric() + " of " + p.series() + " at " + p.step();
  }

  private Optional<String> worse() {
    for (String key : order) {
      Point right = expected.get(key);
      Point left = given.get(key);
      Optional<Boolean> higher = left == null ? Optional.empty() : incumbent.higherIsBetter(right.metric());
      if (higher.isPresent() && Double.isFinite(right.value())) {
        double loss = (higher.get() ? 1 : -1) * (right.value() - left.value()) / scale(right.metric());
        if (loss > tolerance) {
          return Optional.of(String.format(Locale.ROOT, "%s is %.6g, %.6g under the incumbent: worse by %.3g %% of the "
              + "scale, %.3g %% allowed", name(key), left.value(), right.value(), 100 * loss, 100 * tolerance));
        }
      }
    }
    return Optional.empty();
  }

  private double scale(String metric) {
    return Math.max(SMALLEST_SCALE, expected.values().stream().filter(p -> p.metric().equals(metric))
        .mapToDouble(p -> Math.abs(p.value())).filter(Double::isFinite).max().orElse(0));
  }

  private Optional<String> silent() {
    return expected.isEmpty() || !given.isEmpty()
        ? Optional.empty()
        : Optional.of("it gave none of the " + expected.size() + " numbers that the incumbent gave");
  }

  private Optional<String> slower() {
    boolean slower = candidateMillis > TIMES_SLOWER * incumbentMillis
        && candidateMillis - incumbentMillis > LEAST_MILLIS;
    return slower
        ? Optional.of(String.format(Locale.ROOT, "it is more than %.0f times slower: %.1f ms against %.1f ms",
            TIMES_SLOWER, candidateMillis, incumbentMillis))
        : Optional.empty();
  }

  private long common() {
    return expected.keySet().stream().filter(given::containsKey).count();
  }

  private double difference() {
    return expected.keySet().stream().filter(given::containsKey)
        .mapToDouble(k -> relative(expected.get(k).value(), given.get(k).value())).max().orElse(0);
  }

  /** Relative to the greater one; 0 for equal bits, infinite where only one is a finite number. */
  static double relative(double a, double b) {
    if (Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b)) {
      return 0;
    }
    if (!Double.isFinite(a) || !Double.isFinite(b)) {
      return Double.POSITIVE_INFINITY;
    }
    double relative = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    return relative == 0 || Double.isNaN(relative) ? Double.MIN_VALUE : relative; // 0.0 and -0.0 differ in a bit.
  }
}
