package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;

/** A primitive that is linear in its first operand; others, indices for instance, have no derivative. */
interface Linear extends Primitive {
  @Override
  default List<Tensor> jvp(Node node, List<Tensor> tangents) {
    if (tangents.getFirst() == null) {
      return Arrays.asList((Tensor) null);
    }
    List<Tensor> operands = new ArrayList<>(node.operands());
    operands.set(0, tangents.getFirst());
    return Node.of(this, operands).results();
  }
}
