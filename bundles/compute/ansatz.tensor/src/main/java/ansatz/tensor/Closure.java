package ansatz.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ansatz.tensor.primitive.Parameter;

/**
 * A function as a program of its own, with the tensors of its surroundings that it uses as further inputs: what the
 * primitives of control carry as bodies.
 *
 * @param program takes the function's arguments, then the captured tensors
 */
public record Closure(Program program, List<Tensor> captured) {
  /** Traces a function; whatever was made before the call is captured. */
  public static Closure of(Function f, List<TensorType> types) {
    List<Tensor> inputs = types.stream().map(Parameter::of).toList();
    long start = Parameter.of(TensorType.of(DType.F32)).node().id();
    List<Tensor> outputs = f.apply(inputs);
    Map<Tensor, Tensor> captured = new LinkedHashMap<>();
    for (Tensor output : outputs) {
      capture(output, inputs, start, captured);
    }
    for (Node node : Dependents.above(outputs, start)) {
      node.operands().forEach(operand -> capture(operand, inputs, start, captured));
    }
    List<Tensor> all = new ArrayList<>(inputs);
    all.addAll(captured.values());
    return new Closure(Program.of(all, Dependents.substitute(outputs, captured)), List.copyOf(captured.keySet()));
  }

  private static void capture(Tensor tensor, List<Tensor> inputs, long start, Map<Tensor, Tensor> captured) {
    if (tensor.node().id() < start && !inputs.contains(tensor)) {
      captured.computeIfAbsent(tensor, t -> Parameter.of(t.type()));
    }
  }
}
