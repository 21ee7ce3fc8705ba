package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Elementwise;
import ansatz.tensor.primitive.HostCallback;
import ansatz.tensor.primitive.Iota;
import java.util.List;

/** Computes small constants while compiling; what is the same number everywhere is computed once and broadcast. */
final class ConstantFolding implements Rule {
  /** Larger constants would cost more memory than they save time. */
  private static final int MOST = 1024;

  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    if (operands.isEmpty() || primitive instanceof HostCallback) {
      return null;
    }
    boolean uniform = primitive instanceof Elementwise;
    boolean known = !(primitive instanceof Broadcast);
    for (Tensor x : operands) {
      uniform = uniform && Uniform.of(x) != null;
      known = known && isKnown(x);
    }
    if (uniform) {
      List<Tensor> scalars = operands.stream().map(x -> maker.make(new Constant(Uniform.of(x).reshape(Shape.SCALAR))))
          .toList();
      Shape shape = operands.getFirst().shape();
      return maker.make(new Broadcast(shape), maker.make(new Constant(evaluate(primitive, scalars))));
    }
    if (!known) {
      return null;
    }
    Node node = Node.of(primitive, operands);
    return node.types().size() == 1 && node.types().getFirst().size() <= MOST
        ? maker.make(new Constant(evaluate(primitive, operands)))
        : null;
  }

  private static boolean isKnown(Tensor x) {
    return x.type().size() <= MOST
        && (x.node().primitive() instanceof Constant || x.node().primitive() instanceof Iota);
  }

  private static Values evaluate(Primitive primitive, List<Tensor> operands) {
    Interpreter interpreter = new Interpreter(null);
    List<Values> values = operands.stream().map(x -> x.node().primitive() instanceof Constant(Values known)
        ? known
        : interpreter.evaluate(x.node(), List.of()).getFirst()).toList();
    return interpreter.evaluate(Node.of(primitive, operands), values).getFirst();
  }
}
