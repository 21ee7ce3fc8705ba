package ansatz.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians over turns, and when training has settled. */
class ResultTest {
  private static final Window SLOW = new Window(10, 1);
  private static final Window NEARLY = new Window(91, 1);
  private static final Window FULL = new Window(50, 0.5);

  @Test
  void theRateIsTheMedianOfTheTurns() {
    assertEquals(100, result(List.of()).rate(), 1e-12);
    assertEquals(2.5, Result.median(new double[] {4, 1, 2, 3}), 0);
  }

  @Test
  void trainingHasSettledWithTheFirstWindowWithinTenPercentOfTheMedian() {
    assertEquals(3, result(List.of(SLOW, SLOW, NEARLY, FULL)).settleSeconds(), 1e-12);
    assertEquals(2.5, result(List.of(SLOW, SLOW)).settleSeconds(), 1e-12);
  }

  private static Result result(List<Window> warmup) {
    return new Result(Setup.ansatz(1), new double[] {1}, warmup,
        List.of(List.of(FULL, FULL), List.of(SLOW), List.of(new Window(200, 1), FULL)), 1, "");
  }
}
