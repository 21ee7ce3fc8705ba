package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class WineTest extends SampleContract {
  @Override
  protected Sample sample() {
    return new Wine();
  }

  /** Against published summaries of the set. */
  @Test
  void isThePublishedSet() {
    Published.size(dataset(), 178, 13);
    Published.range(dataset(), "alcohol", 11.03, 14.83, 13.0, 0.05);
    Published.range(dataset(), "malic_acid", 0.74, 5.80, 2.34, 0.005);
    Published.range(dataset(), "proline", 278, 1680, 746, 1);
    Published.classes(dataset(), List.of("class_0", "class_1", "class_2"), 59, 71, 48);
  }

  /** Computed with Python from the table and the description of the encoding. */
  @Test
  void fingerprintIsPinned() {
    assertEquals("bf670a42fb5fd6f50898e5373c9ecff69de7e0233d5f489f3ca8bb4a338bca96", dataset().fingerprint());
  }
}
