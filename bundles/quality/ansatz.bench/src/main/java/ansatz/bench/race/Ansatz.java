package ansatz.bench.race;

import ansatz.backend.jvm.JvmBackend;
import ansatz.bench.Workloads;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Optional;

/** This project's own side: the jvm backend. How many threads it has is its process's setting. */
public final class Ansatz implements Library {
  @Override
  public Optional<TrainingStep> prepare(String workload, int threads, List<Values> inputs, int state) {
    return Optional.of(new CompiledStep(new JvmBackend(),
        Workloads.of(workload, inputs.getFirst().type().dtype()), inputs));
  }
}
