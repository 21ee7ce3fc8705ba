package ansatz.linalg.jblas;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.StrdLinearContract;

class JblasLinearAlgebraStrdTest extends StrdLinearContract {
  private static final LinearAlgebra LINEAR_ALGEBRA = new JblasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return LINEAR_ALGEBRA;
  }
}
