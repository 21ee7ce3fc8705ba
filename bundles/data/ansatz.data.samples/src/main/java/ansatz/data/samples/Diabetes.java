package ansatz.data.samples;

import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.learn.Name;
import org.osgi.service.component.annotations.Component;

/**
 * Progression of diabetes within a year in 442 patients, by age, sex, body mass index, blood pressure and six blood
 * sera.
 *
 * <p>The values are raw, not scaled as in the tables of the paper; sex is coded 1 and 2.
 */
@Component
@Name("diabetes")
public final class Diabetes implements Sample {
  @Override
  public String description() {
    return "442 patients: progression of diabetes within a year by ten quantities";
  }

  @Override
  public Dataset load() {
    return Resource.regression("diabetes.csv", "progression",
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, Annals of Statistics 32 (2004); "
            + "as shipped with scikit-learn 1.2, BSD-3-Clause. Age in years, bmi in kg/m^2, bp in mm Hg; "
            + "raw, not scaled.");
  }
}
