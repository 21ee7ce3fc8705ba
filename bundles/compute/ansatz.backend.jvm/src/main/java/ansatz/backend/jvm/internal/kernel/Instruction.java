package ansatz.backend.jvm.internal.kernel;

import ansatz.tensor.DType;
import ansatz.tensor.primitive.Elementwise;
import java.util.List;

/**
 * One step of a kernel. Instructions are numbered through all stages of a kernel, from 0; the number of one that has a
 * value is the value's name. A value made in an inner stage, other than by {@link Reduce}, is known in that stage only;
 * all others in every later stage too.
 */
public sealed interface Instruction {
  /** The element at this place of an access; in a scalar stage the one at inner index 0. */
  record Load(int access) implements Instruction {}

  /** A number; {@code bits} are those of a float, double, int, long or of 0 and 1. */
  record Literal(DType dtype, long bits) implements Instruction {}

  /** The index along an outer dimension, or along the inner one where {@code dimension} is the kernel's outer rank. */
  record Index(DType dtype, int dimension) implements Instruction {}

  /** An element-wise primitive of values. */
  record Apply(Elementwise primitive, DType dtype, List<Integer> arguments) implements Instruction {
    public Apply {
      arguments = List.copyOf(arguments);
    }
  }

  /** In an inner stage: all values of the row as one. An empty row gives the fold's neutral element. */
  record Reduce(Fold fold, int value) implements Instruction {}

  /** Writes a value; has none. In a scalar stage it writes the one at inner index 0. */
  record Store(int access, int value) implements Instruction {}

  /**
   * Folds a value into what stands at the access, in the order of the outer index; has no value. Where an outer index
   * begins a fold ({@link Kernel#folded}), and for the first one of a call, the value is written instead.
   */
  record Accumulate(int access, Fold fold, int value) implements Instruction {}
}
