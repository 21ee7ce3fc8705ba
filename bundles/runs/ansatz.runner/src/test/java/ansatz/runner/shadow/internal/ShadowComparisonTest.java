package ansatz.runner.shadow.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Point;
import ansatz.experiment.Trees;
import ansatz.runner.control.internal.PlainBoundary;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShadowComparisonTest {
  private static final LongSupplier STILL = () -> 0;

  /** {@code 1 + step/10}. */
  private static final LongFunction<List<Point>> GOOD = step -> rmse(step, 1 + step / 10.0);

  private static List<Point> rmse(long step, double value) {
    return List.of(new Point(step, "ridge/fold-1", "rmse", value));
  }

  private static ShadowVerdict compare(LongFunction<List<Point>> incumbent, LongFunction<List<Point>> candidate,
      LongSupplier nanos) {
    return new ShadowComparison(new PlainBoundary.Counting(100, incumbent), new PlainBoundary.Counting(100, candidate),
        0.1,
        nanos).compare(5);
  }

  @Test
  void theSameNumbersAreBitIdentical() {
    ShadowVerdict verdict = compare(GOOD, GOOD, STILL);
    assertTrue(verdict.ok(), verdict.reason());
    assertEquals(5, verdict.steps());
    assertEquals(5, verdict.points());
    assertEquals(0, verdict.difference());
    assertEquals("5 steps in the shadow, greatest difference 0 (bit-identical) in 5 numbers, 0.0 ms against 0.0 ms",
        verdict.summary());
  }

  @Test
  void aSmallDifferenceIsTold() {
    ShadowVerdict verdict = compare(GOOD, step -> rmse(step, (1 + step / 10.0) * (step == 3 ? 1 + 1e-12 : 1)), STILL);
    assertTrue(verdict.ok(), verdict.reason());
    assertEquals(1e-12, verdict.difference(), 1e-15);
    assertEquals("1.0e-12", verdict.differenceText());
  }

  @Test
  void zerosOfTwoSignsDifferInABit() {
    assertEquals(0, ShadowComparison.relative(Double.NaN, Double.NaN));
    assertEquals(Double.MIN_VALUE, ShadowComparison.relative(0.0, -0.0));
    assertEquals(Double.POSITIVE_INFINITY, ShadowComparison.relative(1, Double.NaN));
    assertEquals(0.5, ShadowComparison.relative(1, -0.0 + 2));
  }

  @Test
  void worseByMoreThanATenthOfTheScaleIsRefused() {
    // The scale is 1.5, the greatest of the five.
    assertTrue(compare(GOOD, step -> rmse(step, 1 + step / 10.0 + 0.149), STILL).ok());
    ShadowVerdict verdict = compare(GOOD, step -> rmse(step, 1 + step / 10.0 + 0.151), STILL);
    assertEquals(
        "rmse of ridge/fold-1 at 1 is 1.25100, 1.10000 under the incumbent: worse by 10.1 % of the scale, 10.0 % allowed",
        verdict.reason());
    assertTrue(compare(GOOD, step -> rmse(step, 0.1), STILL).ok(), "lower is better");
  }

  @Test
  void theDirectionIsTheMetrics() {
    LongFunction<List<Point>> high = step -> List.of(new Point(step, "a", "r2", 0.9));
    LongFunction<List<Point>> low = step -> List.of(new Point(step, "a", "r2", 0.7));
    assertFalse(compare(high, low, STILL).ok());
    assertTrue(compare(low, high, STILL).ok());
    assertTrue(compare(step -> List.of(new Point(step, "a", "evaluations", 1)),
        step -> List.of(new Point(step, "a", "evaluations", 9)), STILL).ok(), "nobody knows which is better");
  }

  @Test
  void nanAndInfinityAreRefusedAtOnceWhereTheIncumbentIsFinite() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      ShadowVerdict verdict = compare(GOOD, step -> rmse(step, step == 2 ? bad : 1 + step / 10.0), STILL);
      assertEquals("rmse of ridge/fold-1 at 2 is " + bad + " where the incumbent gives 1.2", verdict.reason());
      assertEquals(2, verdict.steps());
    }
    LongFunction<List<Point>> nan = step -> rmse(step, Double.NaN);
    assertTrue(compare(nan, nan, STILL).ok());
    assertTrue(compare(nan, GOOD, STILL).ok());
  }

  @Test
  void whateverItThrowsIsRefused() {
    ShadowVerdict verdict = compare(GOOD, step -> {
      if (step == 4) {
        throw new StackOverflowError("deep");
      }
      return GOOD.apply(step);
    }, STILL);
    assertEquals("it failed in step 4: java.lang.StackOverflowError: deep", verdict.reason());
    ShadowVerdict both = compare(step -> {
      throw new IllegalStateException("no data");
    }, GOOD, STILL);
    assertTrue(both.reason().startsWith("the incumbent itself cannot do step 1"), both.reason());
  }

  @Test
  void silenceIsRefused() {
    assertEquals("it gave none of the 5 numbers that the incumbent gave",
        compare(GOOD, _ -> List.of(), STILL).reason());
    assertEquals("no numbers to compare", compare(_ -> List.of(), _ -> List.of(), STILL).summary().split(", ")[1]);
  }

  @Test
  void tenTimesSlowerIsRefusedButNotForTheFirstStepNorForLittle() {
    // Readings of the clock, in ms: begin, between, end of each step.
    assertTrue(compare(GOOD, GOOD, readings(5000, 5, 5, 5, 5)).ok(), "the first step warms up");
    assertTrue(compare(GOOD, GOOD, readings(1, 9, 9, 9, 9)).ok());
    assertTrue(compare(GOOD, GOOD, readings(1, 1, 1, 1, 1)).ok());
    ShadowVerdict slow = compare(GOOD, GOOD, readings(1, 20, 20, 20, 20));
    assertEquals("it is more than 10 times slower: 80.0 ms against 4.0 ms", slow.reason());
  }

  /** The incumbent takes one millisecond a step. */
  private static LongSupplier readings(long... candidate) {
    Iterator<Long> times = LongStream.range(0, candidate.length)
        .flatMap(i -> LongStream.of(0, 1, 1 + candidate[(int) i])).map(t -> t * 1_000_000).iterator();
    return times::next;
  }

  @Test
  void aWorkThatEndsEarlyEndsTheComparison() {
    ShadowVerdict verdict = new ShadowComparison(new PlainBoundary.Counting(3, GOOD),
        new PlainBoundary.Counting(100, GOOD),
        0.1,
        STILL).compare(5);
    assertEquals(3, verdict.steps());
    assertTrue(verdict.ok());
  }

  @Test
  void aVerdictIsWrittenDownAndReadBack() throws IOException {
    ShadowVerdict verdict = new ShadowVerdict("it hung", 3, 7, Double.POSITIVE_INFINITY, 1.5, 2.5);
    assertEquals(verdict, ShadowVerdict.of(Trees.fromJson(Trees.json(verdict.tree()))));
  }
}
