package ansatz.linalg.openblas;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.LinearAlgebraContract;

class OpenBlasLinearAlgebraTest extends LinearAlgebraContract {
  private static final LinearAlgebra LINEAR_ALGEBRA = new OpenBlasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return LINEAR_ALGEBRA;
  }
}
