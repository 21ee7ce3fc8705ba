package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import java.util.List;

/** A better way to say the same: equal to the last bit, unless it says so. */
@FunctionalInterface
interface Rule {
  /** What to have instead of the primitive applied to operands, which are simplified already; null: no better way. */
  Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker);

  /** Makes simplified nodes. */
  interface Maker {
    Tensor make(Primitive primitive, Tensor... operands);

    /** Whether the program has such a node so far. */
    boolean isMade(Primitive primitive, Tensor... operands);
  }
}
