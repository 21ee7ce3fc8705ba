package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Short rows added up by their numbers, in the order of the index. Floating-point sums are kept in float64 until the end;
 * a task owns a range of columns of a batch.
 */
final class RowScatter implements Divided {
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
  public Tasks division() {
    return tasks;
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
    long row = (long) rows.length() * dtype.bytes();
    long index = at[1] + 4L * batch * rows.perBatch();
    long x = at[0] + (long) batch * rows.perBatch() * row + (long) first * dtype.bytes();
    long y = at[2] + (long) batch * rows.count() * row + (long) first * dtype.bytes();
    switch (dtype) {
      case F32 -> floats(index, x, sums, y, columns);
      case F64 -> doubles(index, x, sums, y, columns);
      default -> wholeNumbers(index, x, sums, y, columns);
    }
  }

  /** The sums of the row that an index names; -1 where there is no such row. */
  private long named(long index, int i, long sums, int columns) {
    int row = Elements.getInt(index + 4L * i);
    return row >= 0 && row < rows.count() ? sums + 8L * row * columns : -1;
  }

  private void floats(long index, long x, long sums, long y, int columns) {
    for (int i = 0; i < rows.perBatch(); i++) {
      long sum = named(index, i, sums, columns);
      for (int r = 0; sum >= 0 && r < columns; r++) {
        float term = Elements.getFloat(x + 4 * ((long) i * rows.length() + r));
        Elements.setDouble(sum + 8L * r, Elements.getDouble(sum + 8L * r) + term);
      }
    }
    for (int row = 0; row < rows.count(); row++) {
      for (int r = 0; r < columns; r++) {
        double sum = Elements.getDouble(sums + 8 * ((long) row * columns + r));
        Elements.setFloat(y + 4 * ((long) row * rows.length() + r), (float) sum);
      }
    }
  }

  private void doubles(long index, long x, long sums, long y, int columns) {
    for (int i = 0; i < rows.perBatch(); i++) {
      long sum = named(index, i, sums, columns);
      for (int r = 0; sum >= 0 && r < columns; r++) {
        double term = Elements.getDouble(x + 8 * ((long) i * rows.length() + r));
        Elements.setDouble(sum + 8L * r, Elements.getDouble(sum + 8L * r) + term);
      }
    }
    for (int row = 0; row < rows.count(); row++) {
      for (int r = 0; r < columns; r++) {
        double sum = Elements.getDouble(sums + 8 * ((long) row * columns + r));
        Elements.setDouble(y + 8 * ((long) row * rows.length() + r), sum);
      }
    }
  }

  private void wholeNumbers(long index, long x, long sums, long y, int columns) {
    for (int i = 0; i < rows.perBatch(); i++) {
      long sum = named(index, i, sums, columns);
      for (int r = 0; sum >= 0 && r < columns; r++) {
        long term = Elements.getLong(dtype, x + ((long) i * rows.length() + r) * dtype.bytes());
        Elements.setLong(DType.I64, sum + 8L * r, Elements.getLong(DType.I64, sum + 8L * r) + term);
      }
    }
    for (int row = 0; row < rows.count(); row++) {
      for (int r = 0; r < columns; r++) {
        long sum = Elements.getLong(DType.I64, sums + 8 * ((long) row * columns + r));
        Elements.setLong(dtype, y + ((long) row * rows.length() + r) * dtype.bytes(), sum);
      }
    }
  }
}
