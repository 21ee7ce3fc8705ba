package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitsTest extends SampleContract {
  @Override
  protected Sample sample() {
    return new Digits();
  }

  /** Against published summaries of the set. */
  @Test
  void isThePublishedSet() {
    Published.size(dataset(), 1797, 64);
    Published.range(dataset(), "pixel_0_0", 0, 0, 0, 0);
    Published.classes(dataset(), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), 178, 182, 177, 183, 181,
        182,
        181, 179, 174, 180);
  }

  /** Computed with Python from the table and the description of the encoding. */
  @Test
  void fingerprintIsPinned() {
    assertEquals("57b823ede498b06abfb3e5d41db8f0e7d13f3efe030f4e3fcaadca9ce4d15f1a", dataset().fingerprint());
  }
}
