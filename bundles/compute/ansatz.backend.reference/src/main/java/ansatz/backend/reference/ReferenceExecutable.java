package ansatz.backend.reference;

import java.util.ArrayList;
import java.util.List;

import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Program;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** A program that is interpreted. */
final class ReferenceExecutable implements Executable {
  private final Program program;
  private final CompileOptions options;
  private final Interpreter interpreter;

  ReferenceExecutable(Program program, CompileOptions options) {
    this.program = program;
    this.options = options;
    Interpreter plain = new Interpreter(options.linearAlgebra().orElse(null), options.hostFunctions());
    this.interpreter = options.checkNan() ? plain.watchedBy(NanCheck::require) : plain;
  }

  static long workspaceBytes(Program program) {
    return program.nodes().stream().flatMap(node -> node.types().stream()).mapToLong(TensorType::bytes).sum();
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    List<Values> given = new ArrayList<>();
    for (Buffer input : inputs) {
      given.add(((HeapBuffer) input).values());
    }
    List<Values> results = interpreter.run(program, given);
    for (int i = 0; i < outputs.length; i++) {
      Integer donor = options.donated().get(i);
      if (donor != null || outputs[i] == null) {
        outputs[i] = new HeapBuffer(results.get(i).type());
      }
      outputs[i].write(results.get(i));
    }
    options.donated().values().forEach(donor -> ((HeapBuffer) inputs[donor]).donate());
  }

  @Override
  public List<Values> run(List<Values> inputs) {
    return interpreter.run(program, inputs);
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes(program);
  }

  @Override
  public String explain() {
    return program.nodes().size() + " nodes, interpreted one by one\n" + program;
  }

  @Override
  public void close() {
    // Nothing is held beyond the garbage collector's reach.
  }
}
