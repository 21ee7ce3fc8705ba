package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Compressed rows times a dense matrix, summed in float64: values [E], rowPointers [M+1], columns [E], b, y. A task owns
 * rows of the result, or, for the transposed matrix, columns.
 */
final class SparseProduct implements Routine {
  private final boolean transposed;
  private final DType dtype;
  private final int n;
  private final int rows;
  private final int width;
  private final Tasks tasks;

  SparseProduct(Node node, boolean transposed, int n) {
    this.transposed = transposed;
    this.n = n;
    this.dtype = node.operand(0).dtype();
    this.rows = node.operand(1).shape().extent(0) - 1;
    this.width = node.types().getFirst().shape().extent(1);
    double entries = node.operand(0).type().size();
    this.tasks = transposed
        ? Tasks.of(width, 2 * entries + 2 * n)
        : Tasks.of(Math.max(1, rows), (2 + width) * entries / Math.max(1, rows));
  }

  @Override
  public int tasks() {
    return tasks.count();
  }

  @Override
  public double nanos() {
    return tasks.nanos();
  }

  @Override
  public long scratch() {
    return 8L * width * (transposed ? n : tasks.count());
  }

  @Override
  public void run(long[] at, int task) {
    int first = tasks.from(task);
    int end = tasks.from(task + 1);
    if (transposed) {
      long sums = at[5] + 8L * n * first;
      int columns = end - first;
      Memory.ALL.asSlice(sums, 8L * n * columns).fill((byte) 0);
      for (int row = 0; row < rows; row++) {
        for (int e = pointer(at, row); e < pointer(at, row + 1); e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < n) {
            add(at, e, row, first, columns, sums + 8L * column * columns);
          }
        }
      }
      for (int row = 0; row < n; row++) {
        store(at, row, first, columns, sums + 8L * row * columns);
      }
    } else {
      long sums = at[5] + 8L * width * task;
      for (int row = first; row < Math.min(rows, end); row++) {
        Memory.ALL.asSlice(sums, 8L * width).fill((byte) 0);
        for (int e = pointer(at, row); e < pointer(at, row + 1); e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < n) {
            add(at, e, column, 0, width, sums);
          }
        }
        store(at, row, 0, width, sums);
      }
    }
  }

  private static int pointer(long[] at, int row) {
    return Elements.getInt(at[1] + 4L * row);
  }

  /** Adds an entry times some columns of a row of b. */
  private void add(long[] at, int entry, int row, int first, int columns, long sums) {
    double value = Elements.get(dtype, at[0] + (long) entry * dtype.bytes());
    long b = at[3] + ((long) row * width + first) * dtype.bytes();
    for (int j = 0; j < columns; j++) {
      double sum = Elements.get(DType.F64, sums + 8L * j);
      Elements.set(DType.F64, sums + 8L * j, sum + value * Elements.get(dtype, b + (long) j * dtype.bytes()));
    }
  }

  private void store(long[] at, int row, int first, int columns, long sums) {
    long y = at[4] + ((long) row * width + first) * dtype.bytes();
    for (int j = 0; j < columns; j++) {
      Elements.set(dtype, y + (long) j * dtype.bytes(), Elements.get(DType.F64, sums + 8L * j));
    }
  }
}
