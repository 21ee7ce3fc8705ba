package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Divergence.Verdict;
import ansatz.linalg.Array;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  private static final List<Timing> TIMINGS = List.of(new Timing(1, "em fold 1/2 iteration 1", 0),
      new Timing(2, "em fold 1/2", 0), new Timing(3, "em fold 2/2 iteration 1", 0), new Timing(4, "em fold 2/2", 0));

  private final List<Point> points = new ArrayList<>(
      List.of(point(1, "em/fold-1", -8), point(2, "em/fold-1", -4), point(1, "em/fold-2", -9),
          point(2, "em/fold-2", -5)));
  private final SortedMap<String, Array> arrays = new TreeMap<>(
      Map.of("em/mean", Array.of(new double[] {1, -20, Double.NaN}), "fold", Array.of(new long[] {0, 1, 1})));
  private final Map<String, Object> result = new TreeMap<>(
      Map.of("best", "em", "models", List.of(Map.of("label", "em", "bundle", "zoo 1.0.0", "steps", 4))));

  private static Point point(long step, String series, double value) {
    return new Point(step, series, "objective", value);
  }

  private RunFiles run(String version) {
    RunRow row = new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", RunState.FINISHED, 4, 4, Instant.EPOCH,
        Instant.EPOCH, 1, "abc", "", "");
    Source source = new Source("zoo", version, version.repeat(12), new TreeMap<>());
    return new RunFiles(row, Path.of("nowhere"), Map.of(), Map.of(), Map.copyOf(result), new TreeMap<>(arrays),
        List.copyOf(points), TIMINGS, List.of(new LedgerEntry("model.em", 1, 4, "em", source, "ada", "start")));
  }

  @Test
  void equalRunsAreBitExactWhoeverStartedThem() {
    Divergence divergence = Divergence.of(run("1.0.0"), run("1.0.0"));
    assertEquals(Verdict.BIT_EXACT, divergence.verdict(0));
    assertEquals(4, divergence.points());
    assertEquals(2, divergence.arrays());
    assertTrue(divergence.greatest().isEmpty());
  }

  @Test
  void theFirstDifferenceIsFirstInTheRunNotInTheStore() {
    RunFiles was = run("1.0.0");
    points.set(2, point(1, "em/fold-2", -9.000009));
    points.set(1, point(2, "em/fold-1", Math.nextUp(-4.0)));
    Divergence divergence = Divergence.of(was, run("1.0.0"));
    assertEquals(Verdict.DIFFERS, divergence.verdict(1e-9));
    assertEquals(2, divergence.differences().getFirst().step(), "the last bit already at step 2");
    Divergence.Where first = divergence.first(1e-9).orElseThrow();
    assertEquals(3, first.step());
    assertEquals("objective of em/fold-2 at its iteration 1", first.quantity());
    assertEquals("-9.0", first.was());
    assertEquals(1e-6, first.relative(), 1e-12, "relative to the largest of the series");
    assertEquals(Verdict.WITHIN_TOLERANCE, divergence.verdict(1e-5));
  }

  @Test
  void arraysAreJudgedByTheirWorstElement() {
    RunFiles was = run("1.0.0");
    arrays.put("em/mean", Array.of(new double[] {1 + 1e-12, -20 + 2e-9, Double.NaN}));
    Divergence.Where worst = Divergence.of(was, run("1.0.0")).greatest().orElseThrow();
    assertEquals("array em/mean, element 1", worst.quantity());
    assertEquals(1e-10, worst.relative(), 1e-14);
    arrays.put("em/mean", Array.of(new double[] {1, -20, 0}));
    assertEquals(Double.POSITIVE_INFINITY, Divergence.of(was, run("1.0.0")).greatest().orElseThrow().relative());
    arrays.put("em/mean", Array.of(new double[] {1, -20}));
    assertEquals(Verdict.DIFFERS, Divergence.of(was, run("1.0.0")).verdict(1));
  }

  @Test
  void zeroAndMinusZeroAreCloseButNotEqual() {
    arrays.put("em/mean", Array.of(new double[] {0, 1}));
    RunFiles was = run("1.0.0");
    arrays.put("em/mean", Array.of(new double[] {-0.0, 1}));
    assertEquals(Verdict.WITHIN_TOLERANCE, Divergence.of(was, run("1.0.0")).verdict(0));
  }

  @Test
  void whatOnlyOneRunHasDiffersWithoutBounds() {
    RunFiles was = run("1.0.0");
    points.removeLast();
    result.put("best", "ols");
    Divergence divergence = Divergence.of(was, run("1.0.0"));
    assertEquals(List.of("objective of em/fold-2 at its iteration 2", "result best"),
        divergence.differences().stream().map(Divergence.Where::quantity).toList());
    assertEquals("absent", divergence.differences().getFirst().is());
    assertEquals(Verdict.DIFFERS, divergence.verdict(1e9));
  }

  @Test
  void otherCodeIsADifferenceOfRunsButNotOfResults() {
    RunFiles was = run("1.0.0");
    assertEquals(1, Divergence.of(was, run("1.0.1")).first(1).orElseThrow().step());
    assertEquals(Verdict.BIT_EXACT, Divergence.ofResults(was, run("1.0.1")).verdict(0));
  }

  @Test
  void tracksFollowEachSeriesOverTheStepsOfTheRun() {
    RunFiles was = run("1.0.0");
    points.set(3, point(2, "em/fold-2", -5.9));
    List<VersionComparison.Track> tracks = Divergence.tracks(was, run("1.0.0"));
    assertEquals(List.of("em/fold-1", "em/fold-2"), tracks.stream().map(VersionComparison.Track::series).toList());
    assertArrayEquals(new long[] {3, 4}, tracks.getLast().steps());
    assertArrayEquals(new double[] {0, 0.1}, tracks.getLast().relative(), 1e-12);
  }
}
