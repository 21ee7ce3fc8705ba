package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/** For each segment the number of its greatest row, column by column; -1 in a segment without rows. */
final class SegmentMaxima implements Routine {
  private final Rows rows;
  private final DType dtype;
  private final long size;

  SegmentMaxima(Node node, int batchAxes) {
    this.rows = Rows.of(node.types().getFirst().shape(), node.operand(1).shape(), batchAxes);
    this.dtype = node.operand(0).dtype();
    this.size = node.types().getFirst().size();
  }

  @Override
  public double nanos() {
    return 50 + size + 3.0 * rows.indices() * rows.length();
  }

  @Override
  public void run(long[] at, int task) {
    for (long i = 0; i < size; i++) {
      Elements.setInt(at[2] + 4 * i, -1);
    }
    for (int i = 0; i < rows.indices(); i++) {
      long place = rows.place(i, Elements.getInt(at[1] + 4L * i));
      int row = i % rows.perBatch();
      for (int r = 0; place >= 0 && r < rows.length(); r++) {
        long to = at[2] + (place + r) * 4;
        int best = Elements.getInt(to);
        if (best < 0 || Elements.greater(dtype, element(at[0], i, r), element(at[0], i - row + best, r))) {
          Elements.setInt(to, row);
        }
      }
    }
  }

  private long element(long x, int row, int column) {
    return x + ((long) row * rows.length() + column) * dtype.bytes();
  }
}
