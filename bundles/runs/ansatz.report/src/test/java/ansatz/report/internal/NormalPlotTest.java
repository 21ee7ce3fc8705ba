package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class NormalPlotTest {
  /** Quantiles at (i - 3/8) / (N + 1/4) for N = 3: p = 5/26, 1/2, 21/26. */
  @Test
  void threeValues() {
    NormalPlot plot = NormalPlot.of(new double[] {12, 8, 10});
    assertArrayEquals(new double[] {-0.869423773288886, 0, 0.869423773288886}, plot.expected(), 1e-12);
    assertArrayEquals(new double[] {-1, 0, 1}, plot.observed(), 1e-15);
  }
}
