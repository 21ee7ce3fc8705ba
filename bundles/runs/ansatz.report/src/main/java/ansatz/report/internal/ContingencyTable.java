package ansatz.report.internal;

/**
 * Counts of pairs of labels: a confusion matrix where both are classes, agreement where one is a group.
 *
 * @param counts [R,C], row = truth, column = prediction
 */
record ContingencyTable(int[][] counts) {

  static ContingencyTable of(int[] rows, int rowCount, int[] columns, int columnCount) {
    int[][] counts = new int[rowCount][columnCount];
    for (int i = 0; i < rows.length; i++) {
      counts[rows[i]][columns[i]]++;
    }
    return new ContingencyTable(counts);
  }

  /** The share of a row that falls into a column; 0 in an empty row. */
  double share(int row, int column) {
    int total = rowTotal(row);
    return total == 0 ? 0 : (double) counts[row][column] / total;
  }

  int rowTotal(int row) {
    int total = 0;
    for (int count : counts[row]) {
      total += count;
    }
    return total;
  }
}
