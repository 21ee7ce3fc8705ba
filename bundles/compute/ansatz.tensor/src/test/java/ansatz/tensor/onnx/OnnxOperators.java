package ansatz.tensor.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

import ansatz.tensor.Activations;
import ansatz.tensor.DType;
import ansatz.tensor.Norms;
import ansatz.tensor.Tensor;

/** What each ONNX operator is in tensors: the functions of elements here, others by topic. */
final class OnnxOperators {
  /** From a node to its results, of which the first ones may be all that are made. */
  @FunctionalInterface
  interface Operator {
    List<Tensor> apply(OnnxNode node);
  }

  private static final Map<String, Operator> ALL = new HashMap<>();

  static {
    functions();
    activations();
    pairs();
    lists();
    OnnxShapes.addTo(ALL);
    OnnxReductions.addTo(ALL);
    OnnxNetworks.addTo(ALL);
    OnnxRecurrent.addTo(ALL);
    OnnxAttention.addTo(ALL);
    OnnxLosses.addTo(ALL);
    OnnxSignals.addTo(ALL);
  }

  private OnnxOperators() {}

  /** The operator of that name; null where there is none. */
  static Operator of(String name) {
    return ALL.get(name);
  }

  private static void one(String name, UnaryOperator<Tensor> f) {
    ALL.put(name, node -> List.of(f.apply(node.x())));
  }

  private static void two(String name, BinaryOperator<Tensor> f) {
    ALL.put(name, node -> List.of(f.apply(node.x(), aligned(node))));
  }

  private static void node(String name, java.util.function.Function<OnnxNode, Tensor> f) {
    ALL.put(name, node -> List.of(f.apply(node)));
  }

  /** The second operand; before operator set 7 its axes may stand at a given axis of the first. */
  private static Tensor aligned(OnnxNode node) {
    Tensor b = node.in(1);
    while (node.hasAttribute("axis") && b.rank() > 0 && b.rank() + node.integer("axis", 0) < node.x().rank()) {
      b = b.expand(-1);
    }
    return b;
  }

  private static void functions() {
    one("Abs", Tensor::abs);
    one("Acos", Tensor::acos);
    one("Acosh", x -> x.square().sub(1).sqrt().add(x).log());
    one("Asin", Tensor::asin);
    one("Asinh", x -> x.abs().add(x.square().add(1).sqrt()).log().mul(x.sign()));
    one("Atan", Tensor::atan);
    one("Atanh", x -> x.log1p().sub(x.neg().log1p()).mul(0.5));
    one("Ceil", Tensor::ceil);
    one("Cos", Tensor::cos);
    one("Cosh", Tensor::cosh);
    one("Erf", Tensor::erf);
    one("Exp", Tensor::exp);
    one("Floor", Tensor::floor);
    one("Log", Tensor::log);
    one("Neg", Tensor::neg);
    one("Reciprocal", x -> x.rdiv(1));
    one("Round", Tensor::round);
    one("Sign", Tensor::sign);
    one("Sin", Tensor::sin);
    one("Sinh", Tensor::sinh);
    one("Sqrt", Tensor::sqrt);
    one("Tan", Tensor::tan);
    one("Tanh", Tensor::tanh);
  }

  private static void activations() {
    one("Relu", Activations::relu);
    one("Sigmoid", Activations::sigmoid);
    one("HardSwish", Activations::hardSwish);
    one("Mish", Activations::mish);
    one("Softplus", Activations::softplus);
    one("Softsign", Activations::softsign);
    node("Celu", n -> Activations.celu(n.x(), n.real("alpha", 1)));
    node("Elu", n -> Activations.elu(n.x(), n.real("alpha", 1)));
    node("Gelu", n -> n.text("approximate", "none").equals("tanh")
        ? Activations.geluTanh(n.x())
        : Activations.gelu(n.x()));
    node("HardSigmoid", n -> n.x().mul(n.real("alpha", 0.2)).add(n.real("beta", 0.5)).clip(0, 1));
    node("LeakyRelu", n -> Activations.leakyRelu(n.x(), n.real("alpha", 0.01)));
    node("PRelu", n -> Activations.prelu(n.x(), n.opset() < 7 && n.in(1).rank() == 1 && n.x().rank() > 2
        ? Norms.perChannel(n.in(1), n.x())
        : n.in(1)));
    node("Selu", n -> Activations.elu(n.x(), n.real("alpha", 1.6732632423543772))
        .mul(n.real("gamma", 1.0507009873554805)));
    node("Shrink", n -> {
      Tensor x = n.x();
      double lambda = n.real("lambd", 0.5);
      double bias = n.real("bias", 0);
      return x.gt(lambda).select(x.sub(bias), x.lt(-lambda).select(x.add(bias), n.scalar(0)));
    });
    node("Swish", n -> n.x().mul(Activations.sigmoid(n.x().mul(n.real("alpha", 1)))));
    node("SwiGLU", n -> n.x().mul(Activations.sigmoid(n.x().mul(n.real("alpha", 1)))).mul(n.in(1)));
    node("ThresholdedRelu", n -> n.x().gt(n.real("alpha", 1)).select(n.x(), n.scalar(0)));
    node("Hardmax", n -> {
      int axis = n.x().shape().axis(n.integer("axis", -1));
      Tensor hot = n.x().argmax(axis).oneHot(n.x().shape().extent(axis), n.x().dtype());
      return hot.moveAxis(-1, axis);
    });
    node("Softmax", n -> alongAxis(n, x -> x.softmax(-1)));
    node("LogSoftmax", n -> alongAxis(n, x -> x.logSoftmax(-1)));
  }

  /** Along one axis; before operator set 13 along all axes from that on. */
  private static Tensor alongAxis(OnnxNode node, UnaryOperator<Tensor> f) {
    Tensor x = node.x();
    int axis = x.shape().axis(node.integer("axis", node.opset() < 13 ? 1 : -1));
    if (node.opset() < 13) {
      return f.apply(OnnxShapes.flattened(x, axis)).reshape(x.shape());
    }
    return f.apply(x.moveAxis(axis, -1)).moveAxis(-1, axis);
  }

  private static void pairs() {
    two("Add", Tensor::add);
    two("Sub", Tensor::sub);
    two("Mul", Tensor::mul);
    two("Div", Tensor::div);
    two("Equal", Tensor::eq);
    two("Less", Tensor::lt);
    two("LessOrEqual", Tensor::le);
    two("Greater", Tensor::gt);
    two("GreaterOrEqual", Tensor::ge);
    two("Pow", (x, y) -> {
      DType dtype = x.dtype().isFloat() ? x.dtype() : DType.F64;
      return x.to(dtype).pow(y.to(dtype)).to(x.dtype());
    });
    node("Mod", n -> {
      Tensor remainder = n.x().rem(n.in(1));
      Tensor zero = n.scalar(0);
      Tensor apart = remainder.ne(zero).and(remainder.lt(0).xor(n.in(1).lt(0).broadcast(remainder.shape())));
      return n.flag("fmod", false) ? remainder : apart.select(remainder.add(n.in(1)), remainder);
    });
    node("Where", n -> n.x().select(n.in(1), n.in(2)));
    node("Clip", n -> {
      Tensor x = n.x();
      Tensor least = n.has(1) ? n.in(1) : n.scalar(n.real("min", Double.NEGATIVE_INFINITY));
      Tensor most = n.has(2) ? n.in(2) : n.scalar(n.real("max", Double.POSITIVE_INFINITY));
      return x.max(least).min(most);
    });
    ALL.put("Dropout", n -> List.of(n.x(), Tensor.ones(DType.BOOL, n.x().shape().extents())));
  }

  private static void lists() {
    node("Max", n -> n.inputs().stream().reduce(Tensor::max).orElseThrow());
    node("Min", n -> n.inputs().stream().reduce(Tensor::min).orElseThrow());
    node("Sum", n -> n.inputs().stream().reduce(Tensor::add).orElseThrow());
    node("Mean", n -> n.inputs().stream().reduce(Tensor::add).orElseThrow().div(n.inputs().size()));
  }
}
