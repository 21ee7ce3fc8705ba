package ansatz.data.samples;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.learn.Name;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Breast cancer Wisconsin (diagnostic): cell nuclei in 569 images of fine needle aspirates, by mean, standard error
 * and worst value of ten quantities.
 *
 * <p>Malignant is class 0 and benign class 1, as in scikit-learn.
 */
@Component
@Name("breast-cancer")
public final class BreastCancer implements Sample {
  @Override
  public String description() {
    return "569 tumours, malignant or benign, by thirty quantities of their cell nuclei";
  }

  @Override
  public Dataset load() {
    return Resource.classification("breast-cancer.csv", "diagnosis", List.of("malignant", "benign"),
        "W. N. Street, W. H. Wolberg and O. L. Mangasarian (1993), Breast Cancer Wisconsin (Diagnostic), UCI Machine "
            + "Learning Repository, CC BY 4.0; as shipped with scikit-learn 1.2, BSD-3-Clause.");
  }
}
