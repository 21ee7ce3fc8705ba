package ansatz.data.samples;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.learn.Name;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Chemical analysis of 178 wines from one region of Italy, pressed from three cultivars.
 */
@Component
@Name("wine")
public final class Wine implements Sample {
  @Override
  public String description() {
    return "178 Italian wines of three cultivars by thirteen chemical quantities";
  }

  @Override
  public Dataset load() {
    return Resource.classification("wine.csv", "cultivar", List.of("class_0", "class_1", "class_2"),
        "M. Forina et al., PARVUS, Genoa (1988); S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, CC BY "
            + "4.0; as shipped with scikit-learn 1.2, BSD-3-Clause.");
  }
}
