package ansatz.backend.reference;

import org.osgi.service.component.annotations.Component;

import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.OutOfMemoryException;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;

/** Runs programs node by node in plain loops: slow, on any machine, and the oracle of all other backends. */
@Component(service = Backend.class, property = "ansatz.name=reference")
public final class ReferenceBackend implements Backend {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    options.requireFor(program);
    long bytes = ReferenceExecutable.workspaceBytes(program);
    if (options.memoryLimit().isPresent() && bytes > options.memoryLimit().getAsLong()) {
      throw new OutOfMemoryException("the program asks for " + bytes + " bytes between inputs and outputs, it may have "
          + options.memoryLimit().getAsLong() + ": this backend keeps every value until the run ends");
    }
    return new ReferenceExecutable(program, options);
  }

  @Override
  public Buffer allocate(TensorType type) {
    return new HeapBuffer(type);
  }
}
