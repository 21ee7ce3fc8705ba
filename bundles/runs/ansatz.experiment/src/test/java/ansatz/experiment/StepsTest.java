package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StepsTest {
  /** A direct model and one of three iterations, over two folds: steps 1, 2–4, 5, 6–8. */
  private final Steps steps = Steps.of(List.of(timing(1, "ols fold 1/2"), timing(2, "em fold 1/2 iteration 1"),
      timing(3, "em fold 1/2 iteration 2"), timing(4, "em fold 1/2"), timing(5, "ols fold 2/2"),
      timing(6, "em fold 2/2 iteration 1"), timing(7, "em fold 2/2 iteration 2"), timing(8, "em fold 2/2")));

  @Test
  void pointsFindTheirStepOfTheRun() {
    assertEquals(1, steps.of(new Point(1, "ols/fold-1", "rmse", 0)));
    assertEquals(3, steps.of(new Point(2, "em/fold-1", "objective", 0)));
    assertEquals(8, steps.of(new Point(3, "em/fold-2", "rmse", 0)));
    assertEquals(5, steps.of(new Point(5, "unheard/of", "rmse", 0)));
  }

  @Test
  void stepsFindTheirIteration() {
    assertEquals(OptionalLong.of(2), steps.iteration("em/fold-2", 7));
    assertEquals(OptionalLong.empty(), steps.iteration("em/fold-2", 4));
    assertEquals(OptionalLong.empty(), steps.iteration("unheard/of", 4));
  }

  @Test
  void pointsComeInTheOrderOfTheRun() {
    List<Point> stored = List.of(new Point(1, "em/fold-2", "o", 0), new Point(1, "ols/fold-1", "o", 0),
        new Point(2, "em/fold-1", "o", 0), new Point(3, "em/fold-1", "o", 0));
    assertEquals(List.of("ols/fold-1", "em/fold-1", "em/fold-1", "em/fold-2"),
        steps.ordered(stored).stream().map(Point::series).toList());
  }

  private static Timing timing(long step, String label) {
    return new Timing(step, label, 0.001);
  }
}
