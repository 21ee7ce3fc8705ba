package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/** The product of dense matrices at the entries of a sparse one, summed in float64: p, q, rowPointers, columns, y. */
final class SampledProduct implements Routine {
  private final DType dtype;
  private final int rows;
  private final int n;
  private final int width;
  private final long entries;

  SampledProduct(Node node) {
    this.dtype = node.operand(0).dtype();
    this.rows = node.operand(2).shape().extent(0) - 1;
    this.n = node.operand(1).shape().extent(0);
    this.width = node.operand(0).shape().extent(1);
    this.entries = node.types().getFirst().size();
  }

  @Override
  public double nanos() {
    return 50 + entries * (2.0 + width);
  }

  @Override
  public void run(long[] at, int task) {
    Elements.clear(at[4], entries * dtype.bytes());
    for (int row = 0; row < rows; row++) {
      int end = Elements.getInt(at[2] + 4L * (row + 1));
      for (int e = Elements.getInt(at[2] + 4L * row); e < end; e++) {
        int column = Elements.getInt(at[3] + 4L * e);
        if (column >= 0 && column < n) {
          Elements.set(dtype, at[4] + (long) e * dtype.bytes(), dot(at, row, column));
        }
      }
    }
  }

  private double dot(long[] at, int row, int column) {
    long p = at[0] + (long) row * width * dtype.bytes();
    long q = at[1] + (long) column * width * dtype.bytes();
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += Elements.get(dtype, p + (long) j * dtype.bytes()) * Elements.get(dtype, q + (long) j * dtype.bytes());
    }
    return sum;
  }
}
