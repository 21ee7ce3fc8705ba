package ansatz.report.internal;

import ansatz.linalg.Array;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The arrays of {@code result.safetensors}: truth and, by model, what was predicted of each row when it was held out. */
record Predictions(SortedMap<String, Array> arrays) {

  Optional<double[]> vector(String name) {
    return Optional.ofNullable(arrays.get(name)).map(Predictions::doubles);
  }

  /** A matrix by rows. */
  Optional<double[][]> matrix(String name) {
    return Optional.ofNullable(arrays.get(name)).filter(a -> a.shape().length == 2).map(a -> {
      int cols = (int) a.shape()[1];
      double[] all = a.doubles();
      double[][] rows = new double[(int) a.shape()[0]][cols];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(all, i * cols, rows[i], 0, cols);
      }
      return rows;
    });
  }

  boolean flag(String name) {
    return vector(name).map(v -> v.length == 1 && v[0] != 0).orElse(false);
  }

  Optional<int[]> labels(String name) {
    return vector(name).map(v -> IntStream.range(0, v.length).map(i -> (int) v[i]).toArray());
  }

  /** Rows that were tested: those in a fold for which all of the vectors are numbers. */
  int[] tested(double[]... vectors) {
    double[] fold = vector("fold").orElse(null);
    return IntStream.range(0, vectors[0].length).filter(i -> fold == null || fold[i] >= 0).filter(i -> {
      boolean numbers = true;
      for (double[] v : vectors) {
        numbers &= !Double.isNaN(v[i]);
      }
      return numbers;
    }).toArray();
  }

  static double[] take(double[] values, int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> values[i]).toArray();
  }

  static double[] column(double[][] matrix, int column) {
    return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][column]).toArray();
  }

  /** The largest of a row, ties to the first. */
  static int winner(double[] row) {
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      best = row[k] > row[best] ? k : best;
    }
    return best;
  }

  private static double[] doubles(Array array) {
    return array instanceof Array.I64 i
        ? IntStream.range(0, i.values().length).mapToDouble(k -> i.values()[k]).toArray()
        : array.doubles();
  }
}
