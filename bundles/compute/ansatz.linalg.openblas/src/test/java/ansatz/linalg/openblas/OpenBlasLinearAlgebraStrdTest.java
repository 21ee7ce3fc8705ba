package ansatz.linalg.openblas;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.StrdLinearContract;

class OpenBlasLinearAlgebraStrdTest extends StrdLinearContract {
  private static final LinearAlgebra LINEAR_ALGEBRA = new OpenBlasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return LINEAR_ALGEBRA;
  }
}
