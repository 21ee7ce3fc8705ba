package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes a program for some of the rows of another program's tensors. */
final class RowProgram {
  private final Rows rows;
  private final int part;
  private final Predicate<Node> inside;
  private final Set<Tensor> given;
  private final Map<Tensor, Tensor> parts = new HashMap<>();
  private final Map<Tensor, Tensor> wholes = new HashMap<>();
  private final Map<Tensor, Tensor> rowInputs = new LinkedHashMap<>();
  private final Map<Tensor, Tensor> wholeInputs = new LinkedHashMap<>();

  /**
   * @param part how many rows
   * @param inside the nodes that are computed in the program; what else it needs it is given
   * @param given views of what it needs all of that are given, too
   */
  RowProgram(Rows rows, int part, Predicate<Node> inside, Set<Tensor> given) {
    this.rows = rows;
    this.part = part;
    this.inside = inside;
    this.given = given;
  }

  /** The rows of a tensor. */
  Tensor part(Tensor x) {
    Tensor known = parts.get(x);
    if (known == null) {
      Node node = x.node();
      Rows.Use[] uses = inside.test(node) || Rows.isView(node) ? rows.uses(node) : null;
      known = uses == null ? rowInput(x) : part(node, uses);
      parts.put(x, known);
    }
    return known;
  }

  private Tensor part(Node node, Rows.Use[] uses) {
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < uses.length; i++) {
      operands.add(uses[i] == Rows.Use.ROW ? part(node.operand(i)) : whole(node.operand(i)));
    }
    return Node.onBehalfOf(node.line(), rows.part(node, part), operands).result(0);
  }

  /** All of a tensor. */
  Tensor whole(Tensor x) {
    Node node = x.node();
    if (node.primitive() instanceof Iota || node.primitive() instanceof Constant constant
        && constant.values().size() == 1) {
      return x;
    }
    Tensor known = wholes.get(x);
    if (known == null) {
      known = Rows.isView(node) && !given.contains(x)
          ? Node.onBehalfOf(node.line(), node.primitive(), List.of(whole(node.operand(0)))).result(0)
          : wholeInputs.computeIfAbsent(x, _ -> Parameter.of(x.type()));
      wholes.put(x, known);
    }
    return known;
  }

  /** Has the rows of a tensor given. */
  Tensor rowInput(Tensor x) {
    Tensor input = rowInputs.computeIfAbsent(x, _ -> Parameter.of(x.type().with(rows.part(x.shape(), part))));
    parts.put(x, input);
    return input;
  }

  /** Has all of a tensor given. */
  Tensor wholeInput(Tensor x) {
    Tensor input = wholeInputs.computeIfAbsent(x, _ -> Parameter.of(x.type()));
    wholes.put(x, input);
    return input;
  }

  /** Has all of a node's results made in the program, whatever rows there are. */
  void whole(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (Tensor operand : node.operands()) {
      operands.add(whole(operand));
    }
    Node made = operands.equals(node.operands())
        ? node
        : Node.onBehalfOf(node.line(), node.primitive(), operands);
    for (int i = 0; i < node.results().size(); i++) {
      wholes.put(node.result(i), made.result(i));
    }
  }

  /** A tensor that is made in a way of its own. */
  void define(Tensor x, Tensor part) {
    parts.put(x, part);
  }

  /** The tensors whose rows are given, and the program's inputs for them. */
  Map<Tensor, Tensor> rowInputs() {
    return rowInputs;
  }

  /** The tensors that are given whole, and the program's inputs for them. */
  Map<Tensor, Tensor> wholeInputs() {
    return wholeInputs;
  }
}
