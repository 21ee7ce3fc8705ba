package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  /** By hand: bins [0, 1/2) with 0.1, 0.3 and one event; [1/2, 1] with 0.6, 1.0 and two. */
  @Test
  void twoBins() {
    Reliability r = Reliability.of(new double[] {0.1, 0.3, 0.6, 1.0}, new boolean[] {false, true, true, true}, 2);
    assertEquals(2, r.bins().size());
    assertEquals(new Reliability.Bin(0.2, 0.5, 2), r.bins().get(0));
    assertEquals(new Reliability.Bin(0.8, 1, 2), r.bins().get(1));
    assertEquals(0.25, r.calibrationError(), 1e-15);
  }

  /** {@code scipy.stats.binomtest(k, n).proportion_ci(0.95, "wilson")}, scipy 1.17.1. */
  @Test
  void intervalsAreWilsons() {
    interval(0, 0.27753279986288926, 0, 10);
    interval(0.236593090512564, 0.7634069094874361, 5, 10);
    interval(0.7224672001371109, 1, 10, 10);
  }

  private static void interval(double lower, double upper, int events, int count) {
    Reliability.Bin bin = new Reliability.Bin(0.5, (double) events / count, count);
    assertEquals(lower, bin.lower(), 1e-14);
    assertEquals(upper, bin.upper(), 1e-14);
  }

  @Test
  void emptyBinsAreLeftOut() {
    assertEquals(List.of(new Reliability.Bin(0.95, 1, 1)),
        Reliability.of(new double[] {0.95}, new boolean[] {true}, 10).bins());
  }
}
