package ansatz.linalg;

/** Copies between row-major matrices and the column-major arrays of LAPACK, and exact scaling by powers of two. */
final class ColumnMajor {
  private static final int TILE = 32;

  private ColumnMajor() {}

  /** The column-major copy of A [M,N] with leading dimension M. */
  static double[] of(Matrix a) {
    return transpose(a.data(), a.rows(), a.cols());
  }

  /** The matrix [rows, cols] whose column-major values with leading dimension {@code rows} are given. */
  static Matrix matrix(int rows, int cols, double[] columns) {
    return new Matrix(rows, cols, transpose(columns, cols, rows));
  }

  /** Transposes a row-major array [rows, cols] in tiles, so that both sides stay in cache. */
  static double[] transpose(double[] from, int rows, int cols) {
    double[] to = new double[from.length];
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int iEnd = Math.min(i0 + TILE, rows);
      for (int j0 = 0; j0 < cols; j0 += TILE) {
        int jEnd = Math.min(j0 + TILE, cols);
        for (int j = j0; j < jEnd; j++) {
          for (int i = i0; i < iEnd; i++) {
            to[j * rows + i] = from[i * cols + j];
          }
        }
      }
    }
    return to;
  }

  /** Multiplies {@code length} values from {@code offset} on by 2^exponent. */
  static void scale(double[] values, int offset, int length, int exponent) {
    if (exponent == 0) {
      return;
    }
    if (Math.abs(exponent) <= Double.MAX_EXPONENT - 1) {
      double factor = Math.scalb(1.0, exponent);
      for (int i = offset; i < offset + length; i++) {
        values[i] *= factor;
      }
    } else {
      for (int i = offset; i < offset + length; i++) {
        values[i] = Math.scalb(values[i], exponent);
      }
    }
  }

  /** e with 2^e &lt;= |v| &lt; 2^(e+1), for subnormal v too; v is not 0. */
  static int exponent(double v) {
    int e = Math.getExponent(v);
    return e >= Double.MIN_EXPONENT ? e : Math.getExponent(v * 0x1p60) - 60;
  }

  /** max |v_i| over {@code length} values from {@code offset} on. */
  static double maxAbs(double[] v, int offset, int length) {
    double max = 0;
    for (int i = offset; i < offset + length; i++) {
      max = Math.max(max, Math.abs(v[i]));
    }
    return max;
  }

  /** sum |v_i| over {@code length} values from {@code offset} on. */
  static double sumAbs(double[] v, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += Math.abs(v[i]);
    }
    return sum;
  }
}
