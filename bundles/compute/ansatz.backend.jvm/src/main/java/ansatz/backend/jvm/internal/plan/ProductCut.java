package ansatz.backend.jvm.internal.plan;

import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;

/**
 * How products are cut into blocks: between rows, as long as blocks have enough of them for the libraries' loops, else
 * between columns where no loop follows that needs whole rows.
 *
 * @param rows of all matrices together; calls of the loop that follows do the same rows
 * @param columns in a block
 */
public record ProductCut(Cut rows, int columns) {
  /** Floating-point operations below which a further block costs more than it gains. */
  private static final double BLOCK = 500_000;
  private static final int MOST_BLOCKS = 8;
  /** Blocks of more operations than this are divided further, so that threads end at the same time. */
  private static final double LARGE_BLOCK = 16_000_000;
  private static final int MOST_LARGE_BLOCKS = 16;
  /** Libraries multiply as fast in blocks of so many rows, or columns, as in larger ones. */
  private static final int ROWS = 32;
  private static final int COLUMNS = 128;
  /** Columns are cut at multiples of this. */
  private static final int VECTOR = 32;
  /** Rows of a block where columns cannot be cut. */
  private static final int FEW_ROWS = 8;

  /**
   * @param follower the loop that follows each block; null where none does
   * @param alone whether it is one block, whatever there is to do
   */
  static ProductCut of(Node product, Loop follower, boolean alone) {
    Shape shape = product.types().getFirst().shape();
    int batch = shape.extent(0);
    int m = shape.extent(1);
    int n = shape.extent(2);
    long rows = (long) batch * m;
    double work = 2.0 * rows * n * product.operand(0).shape().extent(2);
    long blocks = alone
        ? 1
        : Math.max(Math.clamp((long) (work / BLOCK), 1, MOST_BLOCKS),
            Math.min((long) (work / LARGE_BLOCK), MOST_LARGE_BLOCKS));
    if (batch > 1) {
      return new ProductCut(new Cut(rows, (batch + blocks - 1) / blocks * m, 1), n);
    }
    boolean parts = follower != null && follower.hasParts();
    boolean byColumns = follower == null || walksColumns(follower, n);
    long columnBlocks = byColumns ? Math.clamp(n / COLUMNS, 1, blocks) : 1;
    long rowBlocks = Math.clamp(rows / (byColumns ? ROWS : FEW_ROWS), 1, blocks);
    if (columnBlocks > rowBlocks) {
      long rowsPerCall = parts ? Cut.rowsPerPart(rows) : rows;
      long calls = (rows + rowsPerCall - 1) / rowsPerCall;
      long vectors = (n + columnBlocks * VECTOR - 1) / (columnBlocks * VECTOR);
      return new ProductCut(new Cut(rows, rowsPerCall, (int) calls), (int) Math.min(n, vectors * VECTOR));
    }
    long rowsPerCall = parts ? Cut.rowsPerPart(rows) : (rows + rowBlocks - 1) / rowBlocks;
    long calls = (rows + rowsPerCall - 1) / rowsPerCall;
    return new ProductCut(new Cut(rows, rowsPerCall, Math.toIntExact((calls + rowBlocks - 1) / rowBlocks)), n);
  }

  /** The number of column blocks. */
  public int columnBlocks(int n) {
    return (n + columns - 1) / columns;
  }

  /** Whether a loop's inner index is the column, and each column is done without the others. */
  private static boolean walksColumns(Loop loop, int n) {
    Kernel kernel = loop.kernel();
    if (loop.inner() != n || kernel.extent() > 0 || !kernel.stages().getLast().inner()) {
      return false;
    }
    for (Stage stage : kernel.stages()) {
      for (Instruction instruction : stage.code()) {
        boolean column = switch (instruction) {
          case Instruction.Reduce _ -> false;
          case Instruction.Index(var _, int dimension) -> dimension != kernel.outerRank();
          case Instruction.Store _,Instruction.Accumulate _ -> stage.inner();
          case Instruction.Load _,Instruction.Literal _,Instruction.Apply _ -> true;
        };
        if (!column) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a loop's rows are rows of the product, or equal parts of them, in the same order. */
  static boolean walksRows(Loop loop, Node product) {
    Shape shape = product.types().getFirst().shape();
    long rows = (long) shape.extent(0) * shape.extent(1);
    if (loop.kernel().chunked() || loop.rows() % rows != 0 || loop.inner() * loop.rows() != shape.size()
        || shape.extent(0) > 1 && loop.hasParts() || loop.kernel().folded() > 0 && !loop.hasParts()) {
      return false;
    }
    int found = 0;
    for (Operand operand : loop.operands()) {
      if (operand.tensor() == product.result(0)) {
        found += operand.written() || !isRowMajor(loop, operand) ? 2 : 1;
      }
    }
    return found == 1;
  }

  private static boolean isRowMajor(Loop loop, Operand operand) {
    if (operand.offset() != 0 || loop.inner() > 1 && operand.strides().getLast() != 1) {
      return false;
    }
    long stride = loop.inner();
    for (int i = loop.outer().size() - 1; i >= 0; i--) {
      if (loop.outer().get(i) > 1 && operand.strides().get(i) != stride) {
        return false;
      }
      stride *= loop.outer().get(i);
    }
    return true;
  }
}
