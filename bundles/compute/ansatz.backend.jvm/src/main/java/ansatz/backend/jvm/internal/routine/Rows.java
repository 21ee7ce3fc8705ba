package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Shape;

/**
 * Rows [B...,N,R...] that an index [B...,I...] names.
 *
 * @param count N
 * @param length elements in a row
 * @param indices in all batches together
 * @param perBatch indices in a batch
 */
record Rows(int count, int length, int indices, int perBatch) {
  static Rows of(Shape rows, Shape index, int batchAxes) {
    int length = 1;
    for (int axis = batchAxes + 1; axis < rows.rank(); axis++) {
      length *= rows.extent(axis);
    }
    int perBatch = 1;
    for (int axis = batchAxes; axis < index.rank(); axis++) {
      perBatch *= index.extent(axis);
    }
    return new Rows(rows.extent(batchAxes), length, Math.toIntExact(index.size()), perBatch);
  }

  /** The first element of the row that the i-th index names; -1 where there is no such row. */
  long place(int i, int row) {
    return row < 0 || row >= count ? -1 : ((long) (i / perBatch) * count + row) * length;
  }

  int batches() {
    return indices / perBatch;
  }
}
