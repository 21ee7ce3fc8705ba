package ansatz.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ansatz.tensor.primitive.Constant;

/**
 * Computes by a backend what {@link Tensor#eval} asks for. What has the structure of something computed before, with
 * other numbers, is not compiled again: constants are the inputs of what is compiled.
 *
 * <p>The structure is what is applied to what, with the types and, in bodies of loops, the numbers. The executables used
 * last are kept until the session is closed. Cost of a call that is known: a pass over the graph.
 */
public final class CompiledSession implements Session {
  private static final int KEPT = 64;

  private final Backend backend;
  private final CompileOptions options;
  private final Map<Structure, Executable> executables = new LinkedHashMap<>(KEPT, 0.75f, true);

  public CompiledSession(Backend backend) {
    this(backend, CompileOptions.DEFAULT);
  }

  /** With factorisations or functions of the host, for instance. */
  public CompiledSession(Backend backend, CompileOptions options) {
    this.backend = backend;
    this.options = options;
  }

  @Override
  public synchronized List<Tensor> eval(List<Tensor> tensors) {
    if (tensors.stream().allMatch(tensor -> tensor.node().primitive() instanceof Constant)) {
      return tensors;
    }
    Structure structure = Structure.of(tensors);
    List<Values> constants = structure.constants().stream().map(Tensor::values).toList();
    Executable executable = executables.get(structure);
    if (executable == null) {
      executable = backend.compile(structure.program(tensors), options);
      executables.put(structure.alone(), executable);
      forgetEldest();
    }
    return executable.run(constants).stream().map(Constant::of).toList();
  }

  private void forgetEldest() {
    if (executables.size() > KEPT) {
      executables.remove(executables.keySet().iterator().next()).close();
    }
  }

  @Override
  public synchronized void close() {
    executables.values().forEach(Executable::close);
    executables.clear();
  }
}
