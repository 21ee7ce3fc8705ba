package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Vectors;
import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Compressed rows times a dense matrix, summed in float64: values [E], rowPointers [M+1], columns [E], b [N,K], y [M,K].
 * A task owns the rows of the result that begin in its part of the entries, so that long rows do not keep one task.
 */
final class SparseProduct implements Divided {
  private final SparseRows a;
  private final int width;
  private final DType dtype;
  private final Tasks tasks;

  SparseProduct(Node node, int n) {
    this.a = SparseRows.of(node, n);
    this.width = node.types().getFirst().shape().extent(1);
    this.dtype = node.operand(0).dtype();
    double nanos = 5.0 * a.rows() + (1 + width / 8.0) * a.entries();
    this.tasks = Tasks.of(Math.max(1, a.rows()), nanos / Math.max(1, a.rows()));
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public void run(long[] at, int task) {
    int first = a.firstRow(at[1], task, tasks.count());
    int end = a.firstRow(at[1], task + 1, tasks.count());
    if (Vectors.bits() == 0) {
      rows(at, first, end);
    } else if (dtype == DType.F64) {
      SparseVectors.doubles(a, width, at, first, end);
    } else {
      SparseVectors.floats(a, width, at, first, end);
    }
  }

  /** One column of the result at a time. */
  private void rows(long[] at, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      int first = a.pointer(at[1], row);
      int behind = a.pointer(at[1], row + 1);
      for (int j = 0; j < width; j++) {
        double sum = 0;
        for (int e = first; e < behind; e++) {
          int column = Elements.getInt(at[2] + 4L * e);
          if (column >= 0 && column < a.columns()) {
            sum += Elements.get(dtype, at[0] + (long) e * dtype.bytes())
                * Elements.get(dtype, at[3] + ((long) column * width + j) * dtype.bytes());
          }
        }
        Elements.set(dtype, at[4] + ((long) row * width + j) * dtype.bytes(), sum);
      }
    }
  }
}
