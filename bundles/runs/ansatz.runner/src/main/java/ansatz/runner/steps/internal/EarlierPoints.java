package ansatz.runner.steps.internal;

import ansatz.experiment.Point;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was acknowledged before a run was taken up: when its steps are done again, it has to be the same to the bit. */
final class EarlierPoints {
  private final RunRow run;
  private final Map<String, Point> points = new HashMap<>();

  EarlierPoints(RunRow run, List<Point> acknowledged) {
    this.run = run;
    acknowledged.forEach(p -> points.put(key(p), p));
  }

  /** Whether a point is new. @throws RunException when it is not, and another one than before */
  boolean lack(Point point) {
    Point earlier = points.get(key(point));
    if (earlier != null && !earlier.sameBits(point)) {
      throw new RunException(
          "not reproducible: " + point.series() + " " + point.metric() + " at " + point.step() + " was "
              + earlier.value() + " when it was acknowledged and is " + point.value()
              + " now — another machine, JVM or bundle? (ansatz why " + run.name() + ")");
    }
    return earlier == null;
  }

  private static String key(Point p) {
    return p.series() + "\n" + p.metric() + "\n" + p.step();
  }
}
