package ansatz.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.data.Sample;
import ansatz.testkit.SampleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class IrisTest extends SampleContract {
  @Override
  protected Sample sample() {
    return new Iris();
  }

  /** Against published summaries of the set. */
  @Test
  void isThePublishedSet() {
    Published.size(dataset(), 150, 4);
    Published.range(dataset(), "sepal length (cm)", 4.3, 7.9, 5.84, 0.005);
    Published.range(dataset(), "sepal width (cm)", 2.0, 4.4, 3.05, 0.01);
    Published.range(dataset(), "petal length (cm)", 1.0, 6.9, 3.76, 0.005);
    Published.range(dataset(), "petal width (cm)", 0.1, 2.5, 1.20, 0.005);
    Published.classes(dataset(), List.of("setosa", "versicolor", "virginica"), 50, 50, 50);
  }

  /** Computed with Python from the table and the description of the encoding. */
  @Test
  void fingerprintIsPinned() {
    assertEquals("51c3371455af1ddecd1db7818d2d87d51c3d1fa3380ef5e89aabd95093a79b7c", dataset().fingerprint());
  }
}
