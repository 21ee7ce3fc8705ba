package ansatz.linalg.jblas;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.LinearAlgebraContract;

class JblasLinearAlgebraTest extends LinearAlgebraContract {
  private static final LinearAlgebra LINEAR_ALGEBRA = new JblasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return LINEAR_ALGEBRA;
  }
}
