package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import org.junit.jupiter.api.Test;

class DiabetesTest extends SampleContract {
  @Override
  protected Sample sample() {
    return new Diabetes();
  }

  /** Against published summaries of the set. */
  @Test
  void isThePublishedSet() {
    Published.size(dataset(), 442, 10);
    Published.range(dataset(), "age", 19, 79, 48.518, 0.0005);
    Published.range(dataset(), "bmi", 18, 42.2, 26.376, 0.0005);
    Published.range(dataset(), "progression", 25, 346, 152.133, 0.0005);
  }

  /** Computed with Python from the table and the description of the encoding. */
  @Test
  void fingerprintIsPinned() {
    assertEquals("555be4939d0b9f199351ba6a61b1b235567de92916606268495d89635b5dae72", dataset().fingerprint());
  }
}
