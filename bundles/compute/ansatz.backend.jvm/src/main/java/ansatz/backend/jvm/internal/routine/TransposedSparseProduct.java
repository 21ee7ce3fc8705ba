package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * The transpose of compressed rows times a dense matrix, summed in float64: values [E], rowPointers [M+1], columns [E],
 * b [M,K], y [N,K]. A task owns rows of the result and looks through all entries for those that go there.
 */
final class TransposedSparseProduct implements Routine {
  /** More tasks would look through the entries more often than is gained. */
  private static final int MOST_TASKS = 8;

  private final SparseRows a;
  private final int width;
  private final DType dtype;
  private final int tasks;
  private final double nanos;

  TransposedSparseProduct(Node node, int n) {
    this.a = SparseRows.of(node, n);
    this.width = node.types().getFirst().shape().extent(1);
    this.dtype = node.operand(0).dtype();
    double look = a.rows() + 0.7 * a.entries();
    double work = 1.0 * width * (a.entries() + 2.0 * n);
    this.tasks = Math.clamp((long) Math.min(n, work / (2 * look + 8000)), 1, MOST_TASKS);
    this.nanos = tasks * look + work;
  }

  @Override
  public int tasks() {
    return tasks;
  }

  @Override
  public double nanos() {
    return nanos;
  }

  @Override
  public long scratch() {
    return 8L * width * a.columns();
  }

  @Override
  public void run(long[] at, int task) {
    int first = (int) ((long) a.columns() * task / tasks);
    int end = (int) ((long) a.columns() * (task + 1) / tasks);
    Elements.clear(at[5] + 8L * first * width, 8L * (end - first) * width);
    for (int row = 0; row < a.rows(); row++) {
      int behind = a.pointer(at[1], row + 1);
      for (int e = a.pointer(at[1], row); e < behind; e++) {
        int column = Elements.getInt(at[2] + 4L * e);
        if (column >= first && column < end) {
          add(at, e, row, at[5] + 8L * column * width);
        }
      }
    }
    for (long i = (long) first * width; i < (long) end * width; i++) {
      Elements.set(dtype, at[4] + i * dtype.bytes(), Elements.getDouble(at[5] + 8 * i));
    }
  }

  /** Adds an entry times a row of b. */
  private void add(long[] at, int entry, int row, long sums) {
    if (dtype == DType.F64) {
      double value = Elements.getDouble(at[0] + 8L * entry);
      long b = at[3] + 8L * row * width;
      for (int j = 0; j < width; j++) {
        Elements.setDouble(sums + 8L * j, Elements.getDouble(sums + 8L * j) + value * Elements.getDouble(b + 8L * j));
      }
    } else {
      double value = Elements.getFloat(at[0] + 4L * entry);
      long b = at[3] + 4L * row * width;
      for (int j = 0; j < width; j++) {
        Elements.setDouble(sums + 8L * j, Elements.getDouble(sums + 8L * j) + value * Elements.getFloat(b + 4L * j));
      }
    }
  }
}
