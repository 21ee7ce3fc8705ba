package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.HostCallback;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a program anew, node by node, by rules that keep its meaning; what was made before is used again (common
 * subexpressions), and what nothing uses is not part of the new program.
 */
public final class Simplifier implements Rule.Maker {
  private static final List<Rule> RULES = List.of(new ConstantFolding(), new ShapeRules(), new ArithmeticRules(),
      new ProductRules(), new IndexRules());

  private record Key(Primitive primitive, List<Tensor> operands) {}

  private record Scalar(TensorType type, long bits) {}

  private final Map<Key, Node> made = new HashMap<>();
  private final Map<Scalar, Tensor> scalars = new HashMap<>();

  private Simplifier() {}

  public static Program simplify(Program program) {
    return new Simplifier().rebuild(program);
  }

  private Program rebuild(Program program) {
    Map<Tensor, Tensor> known = new HashMap<>();
    program.inputs().forEach(input -> known.put(input, input));
    for (Node node : program.nodes()) {
      List<Tensor> operands = node.operands().stream().map(known::get).toList();
      Node.onBehalfOf(node.line(), () -> {
        if (node.results().size() == 1) {
          known.put(node.result(0), make(node.primitive(), operands));
        } else {
          Node copy = share(node.primitive(), operands);
          for (int i = 0; i < copy.results().size(); i++) {
            known.put(node.result(i), copy.result(i));
          }
        }
        return null;
      });
    }
    return Program.of(program.inputs(), program.outputs().stream().map(known::get).toList());
  }

  @Override
  public Tensor make(Primitive primitive, Tensor... operands) {
    return make(primitive, List.of(operands));
  }

  private Tensor make(Primitive primitive, List<Tensor> operands) {
    if (primitive instanceof Constant(Values values) && values.size() == 1) {
      return scalars.computeIfAbsent(new Scalar(values.type(), Uniform.bits(values)), _ -> Constant.of(values));
    }
    for (Rule rule : RULES) {
      Tensor better = rule.rewrite(primitive, operands, this);
      if (better != null) {
        return better;
      }
    }
    return share(primitive, operands).result(0);
  }

  private Node share(Primitive primitive, List<Tensor> operands) {
    return primitive instanceof HostCallback
        ? Node.of(primitive, operands)
        : made.computeIfAbsent(new Key(primitive, operands), _ -> Node.of(primitive, operands));
  }
}
