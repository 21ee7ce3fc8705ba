package ansatz.backend.jvm;

import ansatz.backend.jvm.internal.emit.Alternating;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.openblas.OpenBlasLinearAlgebra;
import ansatz.tensor.Backend;
import ansatz.testkit.BackendContract;

class JvmBackendContractTest extends BackendContract {
  private final JvmBackend backend = new JvmBackend(Alternating::of);
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
