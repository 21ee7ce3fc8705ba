package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;

/** How the rows of products are cut into blocks. */
final class ProductCut {
  /** Floating-point operations below which a further block costs more than it gains. */
  private static final double BLOCK = 500_000;
  private static final int MOST_BLOCKS = 8;

  private ProductCut() {}

  /** @param follower the loop that follows each block; null where none does */
  static Cut of(Step.Product product, Loop follower) {
    long rows = (long) product.batch() * product.m();
    double work = 2.0 * rows * product.n() * product.k();
    long blocks = Math.clamp((long) (work / BLOCK), 1, MOST_BLOCKS);
    if (product.batch() > 1) {
      return new Cut(rows, (product.batch() + blocks - 1) / blocks * product.m(), 1);
    }
    long rowsPerCall = follower != null && follower.hasParts()
        ? Cut.rowsPerPart(rows)
        : (rows + blocks - 1) / blocks;
    long calls = (rows + rowsPerCall - 1) / rowsPerCall;
    return new Cut(rows, rowsPerCall, Math.toIntExact((calls + blocks - 1) / blocks));
  }

  /** Whether a loop's rows are rows of the product, or equal parts of them, in the same order. */
  static boolean walksRows(Loop loop, Node product) {
    Shape shape = product.types().getFirst().shape();
    long rows = (long) shape.extent(0) * shape.extent(1);
    if (loop.kernel().chunked() || loop.rows() % rows != 0 || loop.inner() * loop.rows() != shape.size()
        || shape.extent(0) > 1 && loop.hasParts() || loop.kernel().folded() > 0 && !loop.hasParts()) {
      return false;
    }
    return loop.operands().stream().filter(operand -> operand.tensor() == product.result(0) && !operand.written())
        .findFirst().filter(operand -> isRowMajor(loop, operand)).isPresent()
        && loop.operands().stream().filter(operand -> operand.tensor() == product.result(0)).count() == 1;
  }

  private static boolean isRowMajor(Loop loop, Operand operand) {
    long stride = 1;
    if (loop.inner() > 1 && operand.strides().getLast() != 1) {
      return false;
    }
    stride *= loop.inner();
    for (int i = loop.outer().size() - 1; i >= 0; i--) {
      if (loop.outer().get(i) > 1 && operand.strides().get(i) != stride) {
        return false;
      }
      stride *= loop.outer().get(i);
    }
    return true;
  }
}
