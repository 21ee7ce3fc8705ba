package ansatz.backend.reference;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.Backend;
import ansatz.testkit.BackendContract;

class ReferenceBackendContractTest extends BackendContract {
  private final ReferenceBackend backend = new ReferenceBackend();
  private final LinearAlgebra linearAlgebra = new OpenBlasLinearAlgebra();

  @Override
  protected Backend backend() {
    return backend;
  }

  @Override
  protected LinearAlgebra linearAlgebra() {
    return linearAlgebra;
  }
}
