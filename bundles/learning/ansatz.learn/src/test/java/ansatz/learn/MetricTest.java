package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.learn.Metric.Better;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void theLossIsSmallerForWhatIsBetter() {
    assertTrue(Better.LOWER.loss(1, Double.NaN) < Better.LOWER.loss(2, Double.NaN));
    assertTrue(Better.HIGHER.loss(2, Double.NaN) < Better.HIGHER.loss(1, Double.NaN));
    assertTrue(Better.NOMINAL.loss(0.95, 0.95) < Better.NOMINAL.loss(0.99, 0.95));
    assertTrue(Better.NOMINAL.loss(0.99, 0.95) < Better.NOMINAL.loss(0.90, 0.95));
    assertEquals(Double.NaN, Better.HIGHER.loss(Double.NaN, Double.NaN));
  }

  @Test
  void wordsAreReadBack() {
    for (Better better : Better.values()) {
      assertEquals(better, Better.of(better.word()));
    }
  }
}
