package ansatz.backend.jvm.internal.kernel;

import ansatz.tensor.DType;

/**
 * How a kernel walks over one operand or result: its address and its strides are arguments, so that they are no part of
 * the structure.
 */
public record Access(DType dtype, Inner inner) {
  /** How the inner index moves the place. */
  public enum Inner {
    /** The next element. */
    CONTIGUOUS,
    /** The same element for the whole row. */
    BROADCAST,
    /** By a stride that is an argument. */
    STRIDED
  }
}
