package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Tensor;
import java.util.List;

/**
 * What an access of a kernel stands for.
 *
 * @param tensor an array in memory
 * @param offset elements to where the loops begin
 * @param strides in elements, along the outer loops and the inner one
 * @param written whether the kernel writes it
 * @param partial whether each call has a part of its own, which are folded in the end
 */
public record Operand(Tensor tensor, long offset, List<Long> strides, boolean written, boolean partial) {}
