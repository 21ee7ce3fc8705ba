package ansatz.data.samples;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.learn.Name;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Optical recognition of handwritten digits: 1797 images of 8 x 8 pixels with values from 0 to 16.
 *
 * <p>{@code pixel_r_c} is the pixel in row r and column c.
 */
@Component
@Name("digits")
public final class Digits implements Sample {
  @Override
  public String description() {
    return "1797 images of handwritten digits with 8 x 8 pixels";
  }

  @Override
  public Dataset load() {
    return Resource.classification("digits.csv.gz", "digit", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        "E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits (test set), UCI Machine Learning "
            + "Repository, CC BY 4.0; as shipped with scikit-learn 1.2, BSD-3-Clause. Ink from 0 to 16.");
  }
}
