package ansatz.backend.jvm.internal.routine;

import ansatz.tensor.Node;

/**
 * A matrix as compressed rows, whose structure is known when they are walked through only: row i has the entries
 * rowPointers_i to rowPointers_{i+1} - 1.
 *
 * @param rows M
 * @param columns N; entries in other columns are left out
 * @param entries E
 */
record SparseRows(int rows, int columns, int entries) {
  /** That of a node with the operands values [E], rowPointers [M+1], columns [E]. */
  static SparseRows of(Node node, int columns) {
    return new SparseRows(node.operand(1).shape().extent(0) - 1, columns,
        Math.toIntExact(node.operand(0).type().size()));
  }

  /** The first entry of a row, or behind the last one. */
  int pointer(long pointers, int row) {
    return Math.clamp(Elements.getInt(pointers + 4L * row), 0, entries);
  }

  /** The first row that begins in a task's part of the entries; every row is in a range between two tasks. */
  int firstRow(long pointers, int task, int tasks) {
    if (task == 0 || task == tasks) {
      return task == 0 ? 0 : rows;
    }
    int entry = (int) ((long) entries * task / tasks);
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pointer(pointers, middle) < entry) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
