package ansatz.backend.reference;

import ansatz.tensor.Backend;
import ansatz.testkit.BackendConductContract;

class ReferenceBackendConductTest extends BackendConductContract {
  private final ReferenceBackend backend = new ReferenceBackend();

  @Override
  protected Backend backend() {
    return backend;
  }
}
