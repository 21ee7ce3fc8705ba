package ansatz.tensor;

import java.util.List;
import java.util.Locale;

/**
 * An operation that everything else is made of: a record of its parameters with the rules that transforms need.
 *
 * <p>There is no primitive that is "the gradient of" another: a VJP is the transpose of the JVP, which is written in
 * primitives, so derivatives of every order exist as soon as the rules here do.
 */
public interface Primitive {
  /** The name in printed programs. */
  default String symbol() {
    if (this instanceof Enum<?> one) {
      return one.name().toLowerCase(Locale.ROOT);
    }
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The parameters in printed programs; empty where there are none. */
  default String parameters() {
    return "";
  }

  /** The shape rule: the types of the results; an IllegalArgumentException says what does not fit. */
  List<TensorType> infer(List<TensorType> operands);

  /** The meaning, in plain loops: what every backend is held against. The results are freshly made. */
  List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation);

  /**
   * The tangents of the results from the tangents of the operands, linear in these; null stands for zero, in both.
   * Written in primitives.
   */
  List<Tensor> jvp(Node node, List<Tensor> tangents);

  /**
   * The cotangent of one operand, the others held fixed, for a node that is linear in it: null stands for zero.
   * Cotangents may be null as well, but not all.
   */
  default Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    throw new IllegalStateException(symbol() + " is not linear in operand " + operand);
  }

  /** The cotangents of the wanted operands (null: zero); by default the transpose of the JVP. */
  default List<Tensor> vjp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    return ReverseMode.transposeJvp(node, cotangents, wanted);
  }

  /**
   * The same operation over a further, first axis of extent {@code size} of those operands that are mapped; all
   * results have that axis. At least one operand is mapped.
   */
  List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size);

  /** Floating-point operations of one run; by default one for each element of a result. */
  default long flops(Node node) {
    return node.types().stream().mapToLong(TensorType::size).sum();
  }

  /** The programs inside, of primitives of control. */
  default List<Program> bodies() {
    return List.of();
  }
}
