package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Compressed rows times a dense matrix, summed in float64: values [E], rowPointers [M+1], columns [E], b [N,K], y [M,K].
 * A task owns the rows of the result that begin in its part of the entries, so that long rows do not keep one task; sums
 * of {@value #BLOCK} columns at a time stay in registers.
 */
final class SparseProduct implements Routine {
  private static final int BLOCK = 8;

  private final SparseRows a;
  private final int width;
  private final int bytes;
  private final boolean wide;
  private final Tasks tasks;

  SparseProduct(Node node, int n) {
    this.a = SparseRows.of(node, n);
    this.width = node.types().getFirst().shape().extent(1);
    this.wide = node.operand(0).dtype() == DType.F64;
    this.bytes = node.operand(0).dtype().bytes();
    double nanos = 2.0 * a.rows() + (1 + 4.0 * Math.ceilDiv(width, BLOCK)) * a.entries();
    this.tasks = Tasks.of(Math.max(1, a.rows()), nanos / Math.max(1, a.rows()));
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
  public void run(long[] at, int task) {
    int end = a.firstRow(at[1], task + 1, tasks.count());
    for (int row = a.firstRow(at[1], task, tasks.count()); row < end; row++) {
      int first = a.pointer(at[1], row);
      int behind = a.pointer(at[1], row + 1);
      long y = at[4] + (long) row * width * bytes;
      for (int j = 0; j < width; j += BLOCK) {
        if (wide) {
          doubles(at, first, behind, j, y);
        } else {
          floats(at, first, behind, j, y);
        }
      }
    }
  }

  /** The place of a block's column in a row; that of the last one where there are fewer. */
  private long place(int column) {
    return (long) Math.min(column, width - 1) * bytes;
  }

  private void floats(long[] at, int first, int behind, int j, long y) {
    long p0 = place(j);
    long p1 = place(j + 1);
    long p2 = place(j + 2);
    long p3 = place(j + 3);
    long p4 = place(j + 4);
    long p5 = place(j + 5);
    long p6 = place(j + 6);
    long p7 = place(j + 7);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int e = first; e < behind; e++) {
      int column = Elements.getInt(at[2] + 4L * e);
      if (column >= 0 && column < a.columns()) {
        double value = Elements.getFloat(at[0] + 4L * e);
        long b = at[3] + 4L * column * width;
        s0 += value * Elements.getFloat(b + p0);
        s1 += value * Elements.getFloat(b + p1);
        s2 += value * Elements.getFloat(b + p2);
        s3 += value * Elements.getFloat(b + p3);
        s4 += value * Elements.getFloat(b + p4);
        s5 += value * Elements.getFloat(b + p5);
        s6 += value * Elements.getFloat(b + p6);
        s7 += value * Elements.getFloat(b + p7);
      }
    }
    Elements.setFloat(y + p0, (float) s0);
    Elements.setFloat(y + p1, (float) s1);
    Elements.setFloat(y + p2, (float) s2);
    Elements.setFloat(y + p3, (float) s3);
    Elements.setFloat(y + p4, (float) s4);
    Elements.setFloat(y + p5, (float) s5);
    Elements.setFloat(y + p6, (float) s6);
    Elements.setFloat(y + p7, (float) s7);
  }

  private void doubles(long[] at, int first, int behind, int j, long y) {
    long p0 = place(j);
    long p1 = place(j + 1);
    long p2 = place(j + 2);
    long p3 = place(j + 3);
    long p4 = place(j + 4);
    long p5 = place(j + 5);
    long p6 = place(j + 6);
    long p7 = place(j + 7);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int e = first; e < behind; e++) {
      int column = Elements.getInt(at[2] + 4L * e);
      if (column >= 0 && column < a.columns()) {
        double value = Elements.getDouble(at[0] + 8L * e);
        long b = at[3] + 8L * column * width;
        s0 += value * Elements.getDouble(b + p0);
        s1 += value * Elements.getDouble(b + p1);
        s2 += value * Elements.getDouble(b + p2);
        s3 += value * Elements.getDouble(b + p3);
        s4 += value * Elements.getDouble(b + p4);
        s5 += value * Elements.getDouble(b + p5);
        s6 += value * Elements.getDouble(b + p6);
        s7 += value * Elements.getDouble(b + p7);
      }
    }
    Elements.setDouble(y + p0, s0);
    Elements.setDouble(y + p1, s1);
    Elements.setDouble(y + p2, s2);
    Elements.setDouble(y + p3, s3);
    Elements.setDouble(y + p4, s4);
    Elements.setDouble(y + p5, s5);
    Elements.setDouble(y + p6, s6);
    Elements.setDouble(y + p7, s7);
  }
}
