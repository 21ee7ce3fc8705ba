package ansatz.tensor.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * A factorisation of the matrices in the last two axes, in float64 whatever the element type. The results of a matrix
 * that has none, or that is not finite, are NaN; whole numbers among them are then 0.
 */
sealed interface Factorization extends Primitive permits Cholesky, Qr, Lu, Eigh, Svd, Eig {
  /** The results for one matrix, row-major. */
  List<double[]> factorize(Matrix a, LinearAlgebra algebra);

  @Override
  default List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values a = operands.getFirst();
    int rows = a.shape().extent(-2);
    int cols = a.shape().extent(-1);
    List<Values> all = results.stream().map(Values::zeros).toList();
    long matrices = a.shape().without(-1, -2).size();
    for (int m = 0; m < matrices; m++) {
      double[] data = new double[rows * cols];
      for (int i = 0; i < data.length; i++) {
        data[i] = a.get(m * data.length + i);
      }
      List<double[]> factors = factors(new Matrix(rows, cols, data), evaluation, results, matrices);
      for (int r = 0; r < factors.size(); r++) {
        double[] factor = factors.get(r);
        for (int i = 0; i < factor.length; i++) {
          all.get(r).set(m * factor.length + i, factor[i]);
        }
      }
    }
    return all;
  }

  private List<double[]> factors(Matrix a, Evaluation evaluation, List<TensorType> results, long matrices) {
    try {
      if (Arrays.stream(a.data()).allMatch(Double::isFinite)) {
        return factorize(a, evaluation.linearAlgebra());
      }
    } catch (SingularMatrixException e) {
      // What has no factorisation has NaN for one; the others of the batch are not concerned.
    }
    List<double[]> undefined = new ArrayList<>();
    for (TensorType result : results) {
      double[] nan = new double[(int) (result.size() / matrices)];
      Arrays.fill(nan, result.dtype().isFloat() ? Double.NaN : 0);
      undefined.add(nan);
    }
    return undefined;
  }

  @Override
  default List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    return ansatz.tensor.Node.of(this, operands).results();
  }

  /** Refuses what is not matrices of floating elements, and not square ones where these are needed. */
  static TensorType matrices(List<TensorType> operands, boolean square) {
    TensorType a = operands.getFirst();
    if (!a.dtype().isFloat() || a.rank() < 2) {
      throw new IllegalArgumentException("matrices of f32 or f64 in the last two axes are needed");
    }
    if (square && a.shape().extent(-1) != a.shape().extent(-2)) {
      throw new IllegalArgumentException("square matrices are needed");
    }
    return a;
  }

  /** Batch axes of a, then the given extents. */
  static Shape batch(TensorType a, int... extents) {
    Shape shape = a.shape().without(-1, -2);
    for (int extent : extents) {
      shape = shape.insert(shape.rank(), extent);
    }
    return shape;
  }

  /** The matrices in the last two axes, transposed. */
  static Tensor t(Tensor a) {
    return a.moveAxis(-1, -2);
  }

  /** Of a matrix of which the lower triangle was read, the symmetric matrix that was meant. */
  static Tensor symmetric(Tensor a) {
    return a.tril().add(t(a.tril(-1)));
  }

  /** 1 / d, and 0 where |d| is at most so much: the derivative along what does not matter is set to 0. */
  static Tensor safeInverse(Tensor d, Tensor most) {
    Tensor none = d.abs().le(most);
    return none.select(Tensor.zeros(d.type()), none.select(Tensor.ones(d.dtype(), d.shape().extents()), d).rdiv(1));
  }

  /**
   * Turns columns round, and those of another matrix with them, so that of each the first element that is at least half
   * as large as the largest is positive.
   */
  static void orient(Matrix columns, Matrix with) {
    for (int j = 0; j < columns.cols(); j++) {
      double largest = 0;
      for (int i = 0; i < columns.rows(); i++) {
        largest = Math.max(largest, Math.abs(columns.get(i, j)));
      }
      int first = 0;
      while (first < columns.rows() - 1 && Math.abs(columns.get(first, j)) < largest / 2) {
        first++;
      }
      if (columns.rows() > 0 && columns.get(first, j) < 0) {
        negate(columns, j);
        if (with != null) {
          negate(with, j);
        }
      }
    }
  }

  private static void negate(Matrix a, int column) {
    for (int i = column; i < a.data().length; i += a.cols()) {
      a.data()[i] = -a.data()[i];
    }
  }
}
