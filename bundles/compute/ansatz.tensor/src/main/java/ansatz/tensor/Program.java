package ansatz.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Parameter;

/**
 * What a backend compiles: the nodes between inputs and outputs, each value assigned once, operands before what uses
 * them. Immutable. A program is a function too: applied to tensors it becomes part of the graph that uses it.
 */
public final class Program implements Function {
  private final List<Tensor> inputs;
  private final List<Node> nodes;
  private final List<Tensor> outputs;

  private Program(List<Tensor> inputs, Collection<Node> nodes, List<Tensor> outputs) {
    this.inputs = List.copyOf(inputs);
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
  }

  /** The program of a function at arguments of these types; constants that it reaches become part of it. */
  public static Program trace(Function f, TensorType... types) {
    return trace(f, List.of(types));
  }

  public static Program trace(Function f, List<TensorType> types) {
    List<Tensor> inputs = types.stream().map(Parameter::of).toList();
    List<Tensor> outputs = f.apply(inputs);
    if (outputs == null || outputs.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("the function to trace gave " + outputs + ": results are tensors");
    }
    return of(inputs, outputs);
  }

  /** The program between inputs, which are {@link Parameter}s, and outputs. */
  public static Program of(List<Tensor> inputs, List<Tensor> outputs) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : Dependents.above(outputs, 0)) {
      if (!(node.primitive() instanceof Parameter)) {
        nodes.add(node);
      } else if (!inputs.contains(node.result(0))) {
        throw new IllegalArgumentException("a tensor of another function that is still being traced, "
            + node.result(0).type() + (node.line().isEmpty() ? "" : " (" + node.line() + ")")
            + ", is used here: hand it in as an argument");
      }
    }
    return new Program(inputs, nodes, outputs);
  }

  public List<Tensor> inputs() {
    return inputs;
  }

  /** All nodes but the inputs, operands before what uses them. */
  public List<Node> nodes() {
    return nodes;
  }

  public List<Tensor> outputs() {
    return outputs;
  }

  public List<TensorType> inputTypes() {
    return inputs.stream().map(Tensor::type).toList();
  }

  public List<TensorType> outputTypes() {
    return outputs.stream().map(Tensor::type).toList();
  }

  /** Makes the program's nodes anew with the arguments in the place of the inputs. */
  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    requireTypes(arguments.stream().map(Tensor::type).toList());
    Map<Tensor, Tensor> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), arguments.get(i));
    }
    return Dependents.substitute(outputs, values);
  }

  /** Refuses arguments that the program was not traced for. */
  public void requireTypes(List<TensorType> types) {
    if (!types.equals(inputTypes())) {
      throw new IllegalArgumentException("the program takes " + inputTypes() + ", not " + types);
    }
  }

  /** Floating-point operations of one run, as the primitives count them. */
  public long flops() {
    return nodes.stream().mapToLong(node -> node.primitive().flops(node)).sum();
  }

  /** Bytes read and written by one run if every node stood alone: what fusion starts from. */
  public long bytes() {
    return nodes.stream().filter(node -> !(node.primitive() instanceof Constant))
        .mapToLong(node -> node.types().stream().mapToLong(TensorType::bytes).sum()
            + node.operands().stream().mapToLong(operand -> operand.type().bytes()).sum())
        .sum();
  }

  /** A line a node: its results with their types, the primitive, the operands, the line that it comes from. */
  @Override
  public String toString() {
    Map<Tensor, String> names = new HashMap<>();
    StringBuilder text = new StringBuilder("(");
    text.append(
        inputs.stream().map(input -> name(input, names) + ": " + input.type()).collect(Collectors.joining(", ")));
    text.append(") -> {\n");
    for (Node node : nodes) {
      String results = node.results().stream().map(r -> name(r, names) + ": " + r.type())
          .collect(Collectors.joining(", "));
      String operands = node.operands().stream().map(o -> " " + name(o, names)).collect(Collectors.joining());
      String parameters = node.primitive().parameters();
      text.append("  ").append(results).append(" = ").append(node.primitive().symbol())
          .append(parameters.isEmpty() ? "" : "(" + parameters + ")").append(operands)
          .append(node.line().isEmpty() ? "" : "  # " + node.line()).append('\n');
      for (Program body : node.primitive().bodies()) {
        text.append(body.toString().strip().indent(4));
      }
    }
    return text.append("  ").append(outputs.stream().map(o -> name(o, names)).collect(Collectors.joining(", ")))
        .append("\n}\n").toString();
  }

  private static String name(Tensor tensor, Map<Tensor, String> names) {
    return names.computeIfAbsent(tensor, _ -> "%" + names.size());
  }
}
