package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Rows added up by their numbers, in the order of the index. Floating-point sums are kept in float64 until the end; a
 * task owns a range of columns of a batch.
 */
final class RowScatter implements Routine {
  /** Columns that lie in a line of the cache: tasks of fewer would read the same lines. */
  private static final int LINE = 16;

  private final Rows rows;
  private final DType dtype;
  /** Pieces of work: columns of a batch. */
  private final Tasks tasks;
  /** Bytes of sums that a task needs at once. */
  private final long perTask;

  RowScatter(Node node, int batchAxes, int n) {
    this.rows = Rows.of(node.types().getFirst().shape(), node.operand(1).shape(), batchAxes);
    this.dtype = node.operand(0).dtype();
    Tasks most = Tasks.of(rows.batches() * rows.length(), rows.perBatch() * 2.0 + n * 2.0);
    this.tasks = new Tasks(most.units(), most.each(), Math.clamp(most.units() / LINE, 1, most.count()));
    this.perTask = 8L * n * Math.min(rows.length(), Math.ceilDiv(tasks.units(), tasks.count()));
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
    return tasks.count() * perTask;
  }

  @Override
  public void run(long[] at, int task) {
    int end = tasks.from(task + 1);
    for (int unit = tasks.from(task); unit < end;) {
      int batch = unit / rows.length();
      int first = unit % rows.length();
      int columns = Math.min(rows.length() - first, end - unit);
      add(at, at[3] + task * perTask, batch, first, columns);
      unit += columns;
    }
  }

  /** Adds up some columns of a batch: sums [N,columns]. */
  private void add(long[] at, long sums, int batch, int first, int columns) {
    Elements.clear(sums, (long) rows.count() * columns * 8);
    for (int i = batch * rows.perBatch(); i < (batch + 1) * rows.perBatch(); i++) {
      int row = Elements.getInt(at[1] + 4L * i);
      if (row >= 0 && row < rows.count()) {
        add(at[0] + ((long) i * rows.length() + first) * dtype.bytes(), sums + (long) row * columns * 8, columns);
      }
    }
    for (int row = 0; row < rows.count(); row++) {
      long to = at[2] + (((long) batch * rows.count() + row) * rows.length() + first) * dtype.bytes();
      for (int r = 0; r < columns; r++) {
        long from = sums + ((long) row * columns + r) * 8;
        if (dtype.isFloat()) {
          Elements.set(dtype, to + (long) r * dtype.bytes(), Elements.get(DType.F64, from));
        } else {
          Elements.setLong(dtype, to + (long) r * dtype.bytes(), Elements.getLong(DType.I64, from));
        }
      }
    }
  }

  private void add(long from, long to, int columns) {
    for (int r = 0; r < columns; r++) {
      long value = from + (long) r * dtype.bytes();
      long sum = to + 8L * r;
      if (dtype.isFloat()) {
        Elements.set(DType.F64, sum, Elements.get(DType.F64, sum) + Elements.get(dtype, value));
      } else {
        Elements.setLong(DType.I64, sum, Elements.getLong(DType.I64, sum) + Elements.getLong(dtype, value));
      }
    }
  }
}
