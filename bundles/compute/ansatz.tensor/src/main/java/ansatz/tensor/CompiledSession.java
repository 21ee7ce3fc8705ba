package ansatz.tensor;

import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes by a backend what {@link Tensor#eval} asks for. What has the structure of something computed before, with
 * other numbers, is not compiled again: constants are the inputs of what is compiled.
 *
 * <p>The structure is what is applied to what, with the types; bodies of loops are compared as things, so that a loop
 * is compiled again where its function is traced again. The executables used last are kept until the session is closed.
 * Cost of a call that is known: a pass over the graph.
 */
public final class CompiledSession implements Session, AutoCloseable {
  private static final int KEPT = 64;

  private final Backend backend;
  private final CompileOptions options;
  private final Map<Structure, Executable> executables = new LinkedHashMap<>(KEPT, 0.75f, true);

  public CompiledSession(Backend backend) {
    this(backend, CompileOptions.DEFAULT);
  }

  public CompiledSession(Backend backend, CompileOptions options) {
    this.backend = backend;
    this.options = options;
  }

  /** An operation of the graph: operands by the numbers of nodes and of their results. */
  private record Step(Primitive primitive, List<Integer> operands) {}

  private record Structure(List<Step> steps, List<Integer> outputs) {}

  @Override
  public synchronized List<Tensor> eval(List<Tensor> tensors) {
    if (tensors.stream().allMatch(tensor -> tensor.node().primitive() instanceof Constant)) {
      return tensors;
    }
    Map<Tensor, Integer> numbers = new HashMap<>();
    List<Tensor> constants = new ArrayList<>();
    List<Values> values = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (Node node : Program.of(List.of(), tensors).nodes()) {
      List<Integer> operands = node.operands().stream().map(numbers::get).toList();
      node.results().forEach(result -> numbers.put(result, numbers.size()));
      if (node.primitive() instanceof Constant constant) {
        constants.add(node.result(0));
        values.add(constant.values());
        steps.add(new Step(new Parameter(constant.values().type()), operands));
      } else {
        steps.add(new Step(node.primitive(), operands));
      }
    }
    Structure structure = new Structure(steps, tensors.stream().map(numbers::get).toList());
    Executable executable = executables.get(structure);
    if (executable == null) {
      executable = backend.compile(lifted(constants, tensors), options);
      executables.put(structure, executable);
      forgetEldest();
    }
    return executable.run(values).stream().map(Constant::of).toList();
  }

  /** The program of the tensors with inputs in the place of constants. */
  private static Program lifted(List<Tensor> constants, List<Tensor> tensors) {
    Map<Tensor, Tensor> inputs = new LinkedHashMap<>();
    constants.forEach(constant -> inputs.put(constant, Parameter.of(constant.type())));
    return Program.of(List.copyOf(inputs.values()), Dependents.substitute(tensors, inputs));
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
