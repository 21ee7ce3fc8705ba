package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.tensor.Node;
import java.lang.foreign.MemorySegment;

/** Rows copied by their numbers; zeros where there is no such row. */
final class RowGather implements Routine {
  private final Rows rows;
  private final int bytes;
  private final Tasks tasks;

  RowGather(Node node, int batchAxes) {
    this.rows = Rows.of(node.operand(0).shape(), node.operand(1).shape(), batchAxes);
    this.bytes = node.operand(0).dtype().bytes();
    this.tasks = Tasks.of(rows.indices(), 2 + rows.length() * bytes / 8.0);
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
    long row = (long) rows.length() * bytes;
    for (int i = tasks.from(task); i < tasks.from(task + 1); i++) {
      long place = rows.place(i, Elements.getInt(at[1] + 4L * i));
      long to = at[2] + i * row;
      if (place < 0) {
        Memory.ALL.asSlice(to, row).fill((byte) 0);
      } else if (row == bytes) {
        Elements.copy(bytes, at[0] + place * bytes, to);
      } else {
        MemorySegment.copy(Memory.ALL, at[0] + place * bytes, Memory.ALL, to, row);
      }
    }
  }
}
