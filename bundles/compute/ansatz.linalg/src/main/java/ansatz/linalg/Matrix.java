package ansatz.linalg;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A dense float64 matrix A [M,N], row-major: A_ij stands at {@code data[i * cols + j]}.
 *
 * <p>The values are not copied on the way in or out; a matrix handed to a service is never written to by it.
 */
public record Matrix(int rows, int cols, double[] data) {
  public Matrix {
    if (rows < 0 || cols < 0) {
      throw new IllegalArgumentException("matrix has negative extent: " + rows + " x " + cols);
    }
    if ((long) rows * cols != data.length) {
      throw new IllegalArgumentException(
          "matrix of " + rows + " x " + cols + " needs " + (long) rows * cols + " values, got " + data.length);
    }
  }

  /** The zero matrix. */
  public static Matrix zeros(int rows, int cols) {
    return new Matrix(rows, cols, new double[Math.multiplyExact(rows, cols)]);
  }

  /** The identity I [N,N]. */
  public static Matrix identity(int n) {
    Matrix eye = zeros(n, n);
    for (int i = 0; i < n; i++) {
      eye.data[i * n + i] = 1;
    }
    return eye;
  }

  /** diag(d) [N,N]. */
  public static Matrix diagonal(double... d) {
    Matrix m = zeros(d.length, d.length);
    for (int i = 0; i < d.length; i++) {
      m.data[i * d.length + i] = d[i];
    }
    return m;
  }

  /** The values as one column [N,1]; shares them. */
  public static Matrix column(double... values) {
    return new Matrix(values.length, 1, values);
  }

  /** Copies rows of equal length. */
  public static Matrix of(double[]... rows) {
    int cols = rows.length == 0 ? 0 : rows[0].length;
    Matrix m = zeros(rows.length, cols);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != cols) {
        throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " values, row 0 has " + cols);
      }
      System.arraycopy(rows[i], 0, m.data, i * cols, cols);
    }
    return m;
  }

  public double get(int i, int j) {
    return data[i * cols + j];
  }

  /** A copy of row i. */
  public double[] row(int i) {
    return Arrays.copyOfRange(data, i * cols, (i + 1) * cols);
  }

  /** A copy of column j. */
  public double[] col(int j) {
    double[] c = new double[rows];
    for (int i = 0; i < rows; i++) {
      c[i] = data[i * cols + j];
    }
    return c;
  }

  /** A^T, copied. */
  public Matrix transpose() {
    Matrix t = zeros(cols, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        t.data[j * rows + i] = data[i * cols + j];
      }
    }
    return t;
  }

  /** The rows with the given indices, in that order, copied. */
  public Matrix rows(int... indices) {
    Matrix m = zeros(indices.length, cols);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(data, indices[i] * cols, m.data, i * cols, cols);
    }
    return m;
  }

  /** [A B], side by side, copied. */
  public Matrix beside(Matrix right) {
    if (rows != right.rows) {
      throw new IllegalArgumentException("cannot stand side by side: " + rows + " and " + right.rows + " rows");
    }
    Matrix m = zeros(rows, cols + right.cols);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(data, i * cols, m.data, i * m.cols, cols);
      System.arraycopy(right.data, i * right.cols, m.data, i * m.cols + cols, right.cols);
    }
    return m;
  }

  /** A copy that may be written to. */
  public Matrix copy() {
    return new Matrix(rows, cols, data.clone());
  }

  /** Stacks the rows that the function gives for 0 ... n-1. */
  public static Matrix stack(int n, IntFunction<double[]> row) {
    double[][] rows = new double[n][];
    Arrays.setAll(rows, row);
    return of(rows);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Matrix m && rows == m.rows && cols == m.cols && Arrays.equals(data, m.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + cols) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + "," + cols + "]" + (data.length <= 64 ? Arrays.toString(data) : "");
  }
}
