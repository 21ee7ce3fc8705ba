package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.DType;
import ansatz.tensor.Node;

/**
 * Rows added up by their numbers, in the order of the index. Floating-point sums are kept in float64 until the end; a
 * task owns a range of columns of a batch.
 */
final class RowScatter implements Routine {
  private final Rows rows;
  private final DType dtype;
  /** Pieces of work: columns of a batch. */
  private final Tasks tasks;
  private final long size;

  RowScatter(Node node, int batchAxes, int n) {
    this.rows = Rows.of(node.types().getFirst().shape(), node.operand(1).shape(), batchAxes);
    this.dtype = node.operand(0).dtype();
    this.size = node.types().getFirst().size();
    this.tasks = Tasks.of(rows.batches() * rows.length(), rows.perBatch() * 2.0 + n * 2.0);
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
    return size * 8;
  }

  @Override
  public void run(long[] at, int task) {
    int unit = tasks.from(task);
    while (unit < tasks.from(task + 1)) {
      int batch = unit / rows.length();
      int first = unit % rows.length();
      int end = Math.min(rows.length(), first + tasks.from(task + 1) - unit);
      add(at, batch, first, end);
      unit += end - first;
    }
  }

  private void add(long[] at, int batch, int first, int end) {
    long sums = at[3];
    for (int row = 0; row < rows.count(); row++) {
      long place = ((long) batch * rows.count() + row) * rows.length();
      Memory.ALL.asSlice(sums + (place + first) * 8, (end - first) * 8L).fill((byte) 0);
    }
    for (int i = batch * rows.perBatch(); i < (batch + 1) * rows.perBatch(); i++) {
      long place = rows.place(i, Elements.getInt(at[1] + 4L * i));
      for (int r = first; place >= 0 && r < end; r++) {
        long from = at[0] + ((long) i * rows.length() + r) * dtype.bytes();
        long to = sums + (place + r) * 8;
        if (dtype.isFloat()) {
          Elements.set(DType.F64, to, Elements.get(DType.F64, to) + Elements.get(dtype, from));
        } else {
          Elements.setLong(DType.I64, to, Elements.getLong(DType.I64, to) + Elements.getLong(dtype, from));
        }
      }
    }
    for (int row = 0; row < rows.count(); row++) {
      long place = ((long) batch * rows.count() + row) * rows.length();
      for (int r = first; r < end; r++) {
        long to = at[2] + (place + r) * dtype.bytes();
        if (dtype.isFloat()) {
          Elements.set(dtype, to, Elements.get(DType.F64, sums + (place + r) * 8));
        } else {
          Elements.setLong(dtype, to, Elements.getLong(DType.I64, sums + (place + r) * 8));
        }
      }
    }
  }
}
