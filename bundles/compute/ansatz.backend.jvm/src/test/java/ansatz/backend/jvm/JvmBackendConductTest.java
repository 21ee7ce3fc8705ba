package ansatz.backend.jvm;

import ansatz.tensor.Backend;
import ansatz.testkit.BackendConductContract;

class JvmBackendConductTest extends BackendConductContract {
  private final JvmBackend backend = new JvmBackend();

  @Override
  protected Backend backend() {
    return backend;
  }
}
