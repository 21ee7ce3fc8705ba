package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.DType;
import ansatz.tensor.primitive.Elementwise;

/** What kernels can be made of. */
public interface Target {
  /** Whether a primitive of operands of a type can be part of a kernel. */
  boolean supports(Elementwise primitive, DType operand);

  /** How many operations it becomes; code of too many is never compiled by the JVM. */
  int size(Elementwise primitive, DType operand);
}
