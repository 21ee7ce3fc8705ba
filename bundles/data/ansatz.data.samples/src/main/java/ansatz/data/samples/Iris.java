package ansatz.data.samples;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.learn.Name;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Fisher's irises: sepals and petals of 50 flowers of each of three species, in centimetres.
 *
 * <p>The values are those of Fisher's paper; the copy at UCI differs from it in two rows.
 */
@Component
@Name("iris")
public final class Iris implements Sample {
  @Override
  public String description() {
    return "150 flowers of three species by four lengths";
  }

  @Override
  public Dataset load() {
    return Resource.classification("iris.csv", "species", List.of("setosa", "versicolor", "virginica"),
        "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936); UCI Machine "
            + "Learning Repository, CC BY 4.0; as shipped with scikit-learn 1.2, BSD-3-Clause. Lengths in cm.");
  }
}
