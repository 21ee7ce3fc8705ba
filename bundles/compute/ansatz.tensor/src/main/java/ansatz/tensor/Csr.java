package ansatz.tensor;

import java.util.Arrays;

import ansatz.tensor.primitive.Sddmm;
import ansatz.tensor.primitive.Spmm;

/**
 * A sparse matrix [M,N] as compressed rows: row i has the entries rowPointers_i to rowPointers_{i+1} - 1.
 *
 * <p>Cost: products take 2 E K operations for K columns.
 *
 * @param values [E]
 * @param rowPointers i32 [M+1]
 * @param columns i32 [E]
 * @param n the number N of columns
 */
public record Csr(Tensor values, Tensor rowPointers, Tensor columns, int n) {
  /** The matrix with these entries, added up where a place is named twice; rows and columns count from 0. */
  public static Csr of(int m, int n, int[] rows, int[] columns, double[] values, DType dtype) {
    if (rows.length != columns.length || rows.length != values.length) {
      throw new IllegalArgumentException(rows.length + " rows, " + columns.length + " columns and " + values.length
          + " values do not go together");
    }
    long[] places = new long[rows.length];
    for (int e = 0; e < rows.length; e++) {
      if (rows[e] < 0 || rows[e] >= m || columns[e] < 0 || columns[e] >= n) {
        throw new IllegalArgumentException(
            "entry " + e + " is at (" + rows[e] + "," + columns[e] + ") of a " + m + " x " + n + " matrix");
      }
      places[e] = (long) rows[e] * n + columns[e];
    }
    long[] sorted = Arrays.stream(places).sorted().distinct().toArray();
    int[] pointers = new int[m + 1];
    int[] sortedColumns = new int[sorted.length];
    for (int e = 0; e < sorted.length; e++) {
      pointers[(int) (sorted[e] / n) + 1]++;
      sortedColumns[e] = (int) (sorted[e] % n);
    }
    Arrays.parallelPrefix(pointers, Integer::sum);
    Values sums = Values.zeros(TensorType.of(dtype, sorted.length));
    for (int e = 0; e < places.length; e++) {
      int at = Arrays.binarySearch(sorted, places[e]);
      sums.set(at, sums.get(at) + values[e]);
    }
    return new Csr(Tensor.of(sums), Tensor.of(pointers), Tensor.of(sortedColumns), n);
  }

  /** The number M of rows. */
  public int m() {
    return rowPointers.shape().extent(0) - 1;
  }

  /** The same places with other values [E]. */
  public Csr with(Tensor others) {
    return new Csr(others, rowPointers, columns, n);
  }

  /** A b; b [N,K], the result [M,K]. */
  public Tensor matmul(Tensor b) {
    return new Spmm(false, n).of(values, rowPointers, columns, b);
  }

  /** A^T b; b [M,K], the result [N,K]. */
  public Tensor transposeMatmul(Tensor b) {
    return new Spmm(true, n).of(values, rowPointers, columns, b);
  }

  /** The elements of p q^T at the places of this matrix; p [M,K], q [N,K]. */
  public Csr sampled(Tensor p, Tensor q) {
    return with(Sddmm.of(p, q, rowPointers, columns));
  }

  /** The dense matrix [M,N]. */
  public Tensor dense() {
    return matmul(Tensor.eye(values.dtype(), n));
  }
}
