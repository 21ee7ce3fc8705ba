package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.Node;
import java.lang.foreign.MemorySegment;

/** Rows copied by their numbers; zeros where there is no such row. */
final class RowGather implements Divided {
  private final Rows rows;
  private final int bytes;
  private final Tasks tasks;

  RowGather(Node node, int batchAxes) {
    this.rows = Rows.of(node.operand(0).shape(), node.operand(1).shape(), batchAxes);
    this.bytes = node.operand(0).dtype().bytes();
    this.tasks = Tasks.of(rows.indices(), 2 + rows.length() * bytes / 8.0);
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  private void copy(long rowsFrom, int number, long to, long row) {
    if (number < 0 || number >= rows.count()) {
      Elements.clear(to, row);
    } else if (row == bytes) {
      Elements.copy(bytes, rowsFrom + number * row, to);
    } else {
      MemorySegment.copy(Memory.ALL, rowsFrom + number * row, Memory.ALL, to, row);
    }
  }

  @Override
  public void run(long[] at, int task) {
    long row = (long) rows.length() * bytes;
    int end = tasks.from(task + 1);
    for (int i = tasks.from(task); i < end;) {
      int batch = i / rows.perBatch();
      int behind = Math.min(end, (batch + 1) * rows.perBatch());
      long from = at[0] + (long) batch * rows.count() * row;
      for (; i < behind; i++) {
        copy(from, Elements.getInt(at[1] + 4L * i), at[2] + i * row, row);
      }
    }
  }
}
