package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Vectors;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.ScatterAdd;

/**
 * Long rows added up by their numbers, in the order of the index: what goes to each row is found first, by counting, then
 * a row is summed in float64 and written once. A task owns rows of the result, of one batch or of several.
 */
final class SortedScatter implements Divided {
  /** Rows of fewer elements are added up where they lie. */
  private static final int LONG = 8;
  private static final int MOST_PARTS = 8;
  /** Nanoseconds that finding the place of an update takes, which each part of a batch does for the whole index. */
  private static final double LOOK = 6;

  private final Rows rows;
  private final DType dtype;
  /** Parts of the rows of each batch, which are the pieces of work. */
  private final int parts;
  private final Tasks tasks;

  SortedScatter(Node node, int batchAxes) {
    this.rows = Rows.of(node.types().getFirst().shape(), node.operand(1).shape(), batchAxes);
    this.dtype = node.operand(0).dtype();
    double look = LOOK * rows.perBatch();
    double sums = rows.perBatch() * rows.length() / 5.0 + rows.count() * (2 + rows.length() / 8.0);
    Tasks most = Tasks.of(Integer.MAX_VALUE, (look + sums) * rows.batches() / Integer.MAX_VALUE);
    int wanted = Math.clamp((long) (1 + sums / look), 1, Math.min(MOST_PARTS, rows.count()));
    this.parts = Math.clamp(Math.ceilDiv(most.count(), rows.batches()), 1, wanted);
    int units = rows.batches() * parts;
    this.tasks = new Tasks(units, look + sums / parts, Math.min(units, most.count()));
  }

  /** Whether rows are long enough. */
  static boolean isFor(Node node, ScatterAdd scatter) {
    Rows rows = Rows.of(node.types().getFirst().shape(), node.operand(1).shape(), scatter.batchAxes());
    return rows.length() >= LONG && node.operand(0).dtype().isFloat();
  }

  @Override
  public Tasks division() {
    return tasks;
  }

  @Override
  public long scratch() {
    return tasks.count() * perTask();
  }

  /** Bytes for where each row's updates begin, and for their numbers. */
  private long perTask() {
    return 4L * (Math.ceilDiv(rows.count(), parts) + 2) + 4L * rows.perBatch();
  }

  @Override
  public void run(long[] at, int task) {
    long starts = at[3] + task * perTask();
    long row = (long) rows.length() * dtype.bytes();
    for (int unit = tasks.from(task); unit < tasks.from(task + 1); unit++) {
      int batch = unit / parts;
      int first = first(unit % parts);
      int count = first(unit % parts + 1) - first;
      long numbers = starts + 4L * (count + 2);
      sort(at[1] + 4L * batch * rows.perBatch(), first, count, starts, numbers);
      long x = at[0] + (long) batch * rows.perBatch() * row;
      long y = at[2] + ((long) batch * rows.count() + first) * row;
      for (int i = 0; i < count; i++) {
        long from = numbers + 4L * Elements.getInt(starts + 4L * i);
        long to = numbers + 4L * Elements.getInt(starts + 4L * (i + 1));
        if (from == to) {
          Elements.clear(y + i * row, row);
        } else {
          sum(from, to, x, y + i * row);
        }
      }
    }
  }

  private int first(int part) {
    return (int) ((long) rows.count() * part / parts);
  }

  /** By counting: where the updates of each row begin, one more for the end, and their numbers in order. */
  private void sort(long index, int first, int count, long starts, long numbers) {
    Elements.clear(starts, 4L * (count + 2));
    for (int i = 0; i < rows.perBatch(); i++) {
      int row = Elements.getInt(index + 4L * i) - first;
      if (row >= 0 && row < count) {
        long behind = starts + 4L * (row + 2);
        Elements.setInt(behind, Elements.getInt(behind) + 1);
      }
    }
    int sum = 0;
    for (int row = 0; row < count; row++) {
      long behind = starts + 4L * (row + 2);
      sum += Elements.getInt(behind);
      Elements.setInt(behind, sum);
    }
    for (int i = 0; i < rows.perBatch(); i++) {
      int row = Elements.getInt(index + 4L * i) - first;
      if (row >= 0 && row < count) { // the row's end moves on from its start
        long end = starts + 4L * (row + 1);
        int place = Elements.getInt(end);
        Elements.setInt(numbers + 4L * place, i);
        Elements.setInt(end, place + 1);
      }
    }
  }

  private void sum(long from, long to, long x, long y) {
    if (Vectors.bits() == 0) {
      columns(from, to, x, y);
    } else if (dtype == DType.F64) {
      RowVectors.doubles(from, to, x, rows.length(), y);
    } else {
      RowVectors.floats(from, to, x, rows.length(), y);
    }
  }

  /** One column at a time. */
  private void columns(long from, long to, long x, long y) {
    for (int r = 0; r < rows.length(); r++) {
      double sum = 0;
      for (long at = from; at < to; at += 4) {
        sum += Elements.get(dtype, x + ((long) Elements.getInt(at) * rows.length() + r) * dtype.bytes());
      }
      Elements.set(dtype, y + (long) r * dtype.bytes(), sum);
    }
  }
}
