package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.List;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;

/** A primitive with one result whose elements come from the elements of equally shaped operands at the same place. */
public sealed interface Elementwise extends Primitive
    permits Unary, Binary, Polygamma, Compare, Select, Convert, Bitcast {
  @Override
  default List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return List.of(Node.of(this, together(operands, mapped, size)).result(0));
  }

  /** Gives the operands that are not mapped the mapped axis too. */
  static List<Tensor> together(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      Tensor x = operands.get(i);
      all.add(mapped[i] ? x : x.expand(0).broadcast(x.shape().insert(0, size)));
    }
    return all;
  }

  /** The operands' common type; refused where they differ. */
  static TensorType common(List<TensorType> operands) {
    TensorType first = operands.getFirst();
    for (TensorType other : operands) {
      if (other.dtype() != first.dtype()) {
        throw new IllegalArgumentException(
            "element types differ, " + first.dtype() + " and " + other.dtype() + ": convert one with to(...)");
      }
      if (!other.shape().equals(first.shape())) {
        throw new IllegalArgumentException("shapes differ, " + first.shape() + " and " + other.shape());
      }
    }
    return first;
  }
}
