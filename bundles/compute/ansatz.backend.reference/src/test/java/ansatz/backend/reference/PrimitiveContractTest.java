package ansatz.backend.reference;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.testkit.PrimitiveContract;

/** The rules of the primitives, on the loops that this backend runs. */
class PrimitiveContractTest extends PrimitiveContract {
  private final LinearAlgebra linearAlgebra = new OpenBlasLinearAlgebra();

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linearAlgebra;
  }
}
