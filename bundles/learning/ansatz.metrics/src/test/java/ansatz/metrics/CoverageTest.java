package ansatz.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.learn.Metric;
import ansatz.learn.ParamException;
import ansatz.learn.Params;
import ansatz.learn.Prediction;
import ansatz.learn.Target;
import ansatz.testkit.MetricContract;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The quantiles are those of {@code scipy.stats.norm.ppf} (scipy 1.17.1). */
class CoverageTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new Coverage(Params.of(Coverage.Config.class));
  }

  @Test
  void theIntervalEndsAtTheQuantile() {
    double z = 1.959963984540054;
    assertEquals(0.5, coverage(0.95, z - 1e-9, z + 1e-9, -z + 1e-9, -z - 1e-9), 0);
    z = 0.6744897501960817;
    assertEquals(0.25, coverage(0.5, z - 1e-9, z + 1e-9, 5, 6), 0);
    z = 2.5758293035489004;
    assertEquals(0.75, coverage(0.99, z - 1e-9, z + 1e-9, 0, 0), 0);
  }

  /** Coverage of standardised errors z under N(10, 2^2). */
  private static double coverage(double level, double... z) {
    double[] y = Arrays.stream(z).map(error -> 10 + 2 * error).toArray();
    double[] mean = Arrays.stream(z).map(_ -> 10).toArray();
    double[] sigma = Arrays.stream(z).map(_ -> 2).toArray();
    return new Coverage(Params.of(Coverage.Config.class, "level", level)).of(new Target.Real(y),
        new Prediction.Real(mean, Optional.of(sigma)));
  }

  @Test
  void theLevelIsTheNominalValue() {
    for (double level : new double[] {0.9, 0.95, 0.99}) {
      assertEquals(level, new Coverage(Params.of(Coverage.Config.class, "level", level)).nominal());
    }
  }

  @Test
  void theLevelIsAProbability() {
    assertEquals("level = 1 must be less than 1",
        assertThrows(ParamException.class, () -> Params.of(Coverage.Config.class, "level", 1)).getMessage());
  }
}
