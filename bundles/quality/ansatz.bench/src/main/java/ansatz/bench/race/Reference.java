package ansatz.bench.race;

import ansatz.backend.reference.ReferenceBackend;
import ansatz.bench.Workloads;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Optional;

/** The reference backend's plain loops: slow, for losses. */
public final class Reference implements Library {
  @Override
  public Optional<TrainingStep> prepare(String workload, int threads, List<Values> inputs, int state) {
    return Optional.of(new CompiledStep(new ReferenceBackend(),
        Workloads.of(workload, inputs.getFirst().type().dtype()), inputs));
  }
}
