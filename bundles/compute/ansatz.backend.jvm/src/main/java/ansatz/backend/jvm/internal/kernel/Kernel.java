package ansatz.backend.jvm.internal.kernel;

import ansatz.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop nest over off-heap memory, without extents, strides and addresses, which are arguments: what is generated once
 * for all shapes. For each outer index the stages run one after another, while the row is in the cache.
 *
 * <p>The outer index is flat, row-major over {@code outerRank} dimensions; a call does a range of it. Bits depend on
 * neither the range nor the thread, but for accumulated values, which are folded from the beginning of the range: who
 * calls cuts ranges by shape alone. A value may be stored where it was loaded from, by an access with the same strides.
 *
 * @param outerRank at least 1
 * @param chunked whether the last outer dimension numbers chunks of the inner one, of which the last may be shorter;
 *        the inner index of {@link Instruction.Index} is then counted through all chunks
 * @param folded how many of the last outer dimensions accumulated values are folded over: a fold begins where the
 *        indices along all of them are 0
 * @param extent the inner extent where it is a constant, at most 16; else 0
 */
public record Kernel(int outerRank, boolean chunked, int folded, int extent, List<Access> accesses,
    List<Stage> stages) {
  public Kernel {
    accesses = List.copyOf(accesses);
    stages = List.copyOf(stages);
  }

  // The arguments: outer extents, inner extent, total inner extent, then for each access its address, the strides in
  // bytes along the outer dimensions and the inner one, and in bytes from one task's accumulated values to the next's.

  /** Where the extent of an outer dimension stands among the arguments. */
  public int outerExtent(int dimension) {
    return dimension;
  }

  /** Where the inner extent stands, of a whole chunk where chunked. */
  public int innerExtent() {
    return outerRank;
  }

  /** Where the sum of the chunks' inner extents stands; not used unless chunked. */
  public int totalExtent() {
    return outerRank + 1;
  }

  /** Where the address of an access stands; its outer strides follow, in bytes. */
  public int address(int access) {
    return outerRank + 2 + access * (outerRank + 3);
  }

  /** Where the stride of an access along an outer dimension stands, in bytes. */
  public int outerStride(int access, int dimension) {
    return address(access) + 1 + dimension;
  }

  /** Where the stride of an access along the inner dimension stands, in bytes. */
  public int innerStride(int access) {
    return outerStride(access, outerRank);
  }

  /** Where the distance of an access from one task to the next stands, in bytes; 0 unless accumulated. */
  public int taskStride(int access) {
    return outerStride(access, outerRank + 1);
  }

  /** The number of arguments. */
  public int arguments() {
    return address(accesses.size());
  }

  /** All instructions by number. */
  public List<Instruction> instructions() {
    List<Instruction> instructions = new ArrayList<>();
    for (Stage stage : stages) {
      instructions.addAll(stage.code());
    }
    return instructions;
  }

  /** The element types of the instructions' values by number; null where there is none. */
  public List<DType> types() {
    List<DType> types = new ArrayList<>();
    for (Instruction instruction : instructions()) {
      types.add(switch (instruction) {
        case Instruction.Load(int access) -> accesses.get(access).dtype();
        case Instruction.Literal(DType dtype, long _) -> dtype;
        case Instruction.Index(DType dtype, int _) -> dtype;
        case Instruction.Apply apply -> apply.dtype();
        case Instruction.Reduce(Fold _, int value) -> types.get(value);
        case Instruction.Store _,Instruction.Accumulate _ -> null;
      });
    }
    return types;
  }
}
