package ansatz.linalg.openblas;

import ansatz.linalg.LinearAlgebra;
import ansatz.testkit.LinearAlgebraConductContract;

class OpenBlasLinearAlgebraConductTest extends LinearAlgebraConductContract {
  private static final LinearAlgebra LINEAR_ALGEBRA = new OpenBlasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return LINEAR_ALGEBRA;
  }
}
