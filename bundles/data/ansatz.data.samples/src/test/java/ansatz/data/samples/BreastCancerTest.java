package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreastCancerTest extends SampleContract {
  @Override
  protected Sample sample() {
    return new BreastCancer();
  }

  /** Against published summaries of the set. */
  @Test
  void isThePublishedSet() {
    Published.size(dataset(), 569, 30);
    Published.range(dataset(), "mean radius", 6.981, 28.11, 14.127, 0.0005);
    Published.range(dataset(), "worst area", 185.2, 4254, 880.58, 0.005);
    Published.classes(dataset(), List.of("malignant", "benign"), 212, 357);
  }

  /** Computed with Python from the table and the description of the encoding. */
  @Test
  void fingerprintIsPinned() {
    assertEquals("48f1be5751fccacd571a6f2eaa2b200851db816bb2ea0a200d50d2fb5b9fa4ed", dataset().fingerprint());
  }
}
