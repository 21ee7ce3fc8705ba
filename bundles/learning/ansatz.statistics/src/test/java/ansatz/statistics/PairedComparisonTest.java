package ansatz.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The values were computed with scipy 1.17.1: {@code stats.sem}, {@code stats.t.sf}, {@code stats.t.ppf}. */
class PairedComparisonTest {
  private static final double[] A = {0.81, 0.79, 0.84, 0.80, 0.83};
  private static final double[] B = {0.78, 0.80, 0.80, 0.79, 0.79};

  @Test
  void statisticsOverFolds() {
    FoldStatistics statistics = FoldStatistics.of(A);
    assertEquals(0.814, statistics.mean(), 1e-15);
    assertEquals(Math.sqrt(0.00043), statistics.deviation(), 1e-15);
    assertEquals(0.009273618495495687, statistics.standardError(), 1e-15);
    assertEquals(new FoldStatistics(1, 2, Double.NaN, Double.NaN), FoldStatistics.of(2));
    assertThrows(IllegalArgumentException.class, FoldStatistics::of);
  }

  @Test
  void correctedTest() {
    PairedComparison comparison = PairedComparison.of(A, B, 1 / 4.0);
    assertEquals(0.022, comparison.difference(), 1e-15);
    assertEquals(0.009695359714832647, comparison.standardError(), 1e-15);
    assertEquals(1.5127511611795637, comparison.t(), 1e-12);
    assertEquals(0.2048901466379053, comparison.p(), 1e-12);
    assertEquals(0.040377951035068464, comparison.halfWidth(0.95), 1e-10);
  }

  @Test
  void withoutCorrectionItIsThePairedTest() {
    PairedComparison comparison = PairedComparison.of(A, B, 0);
    assertEquals(2.2691267417693455, comparison.t(), 1e-12);
    assertEquals(0.08581037844004435, comparison.p(), 1e-12);
  }

  @Test
  void exchangeTurnsTheSign() {
    PairedComparison ab = PairedComparison.of(A, B, 0.25);
    PairedComparison ba = PairedComparison.of(B, A, 0.25);
    assertEquals(-ab.t(), ba.t(), 1e-15);
    assertEquals(ab.p(), ba.p(), 1e-15);
  }

  @Test
  void differencesWithoutSpread() {
    PairedComparison same = PairedComparison.of(A, A, 0.25);
    assertEquals(0, same.t());
    assertEquals(1, same.p());
    PairedComparison shifted = PairedComparison.of(new double[] {2, 3}, new double[] {1, 2}, 1);
    assertEquals(Double.POSITIVE_INFINITY, shifted.t());
    assertEquals(0, shifted.p());
  }

  @Test
  void badInputIsNamed() {
    assertEquals("a has 5 folds but b has 2", refusal(A, new double[2], 0.25));
    assertEquals("a comparison needs at least 2 folds, got 1", refusal(new double[1], new double[1], 0.25));
    assertEquals("testToTrain = -1.0 is not a ratio of two numbers of rows", refusal(A, B, -1));
  }

  private static String refusal(double[] a, double[] b, double ratio) {
    return assertThrows(IllegalArgumentException.class, () -> PairedComparison.of(a, b, ratio)).getMessage();
  }
}
