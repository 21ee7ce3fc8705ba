package ansatz.tensor.primitive;

import java.util.Collections;
import java.util.List;

import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;

/** A primitive with whole numbers as results, which have no derivative. */
interface IntegerValued extends Primitive {
  @Override
  default List<Tensor> jvp(Node node, List<Tensor> tangents) {
    return Collections.nCopies(node.types().size(), null);
  }

  /** Whether element i is greater than element j; NaN is the greatest of all. */
  static boolean greater(Values x, int i, int j) {
    return compare(x, i, j) > 0;
  }

  /** The order of element i and element j; NaN is the greatest of all and 0.0 equals -0.0. */
  static int compare(Values x, int i, int j) {
    if (!x.type().dtype().isFloat()) {
      return Long.compare(x.getLong(i), x.getLong(j));
    }
    double a = x.get(i);
    double b = x.get(j);
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }
}
