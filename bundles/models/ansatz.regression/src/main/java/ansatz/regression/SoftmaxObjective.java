package ansatz.regression;

import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.Matrix;
import java.util.Arrays;

/**
 * The penalised negative log-likelihood J(theta) of softmax regression with its first two derivatives.
 *
 * <p>theta [F,P] has F = K functions, or one, for the second of two classes; P = D + 1 with an intercept in the last
 * column, which is not penalised, else P = D.
 *
 * @param x features with a column of ones where there is an intercept [N,P]
 * @param y class numbers [N]
 */
record SoftmaxObjective(LinearAlgebra linalg, Matrix x, int[] y, double lambda, boolean intercept) {
  /** The features, with a column of ones where there is an intercept [N,P]. */
  static Matrix design(Matrix features, boolean intercept) {
    Matrix one = Matrix.zeros(features.rows(), intercept ? 1 : 0);
    Arrays.fill(one.data(), 1);
    return features.beside(one);
  }

  /** Scores f [N,K]; for a single function the first class has f = 0. */
  static Matrix scores(LinearAlgebra linalg, Matrix x, Matrix theta) {
    Matrix f = linalg.multiply(x, Op.PLAIN, theta, Op.TRANSPOSED);
    return theta.rows() == 1 ? Matrix.zeros(x.rows(), 1).beside(f) : f;
  }

  /** Scores of the rows learned from [N,K]. */
  Matrix scores(Matrix theta) {
    return scores(linalg, x, theta);
  }

  private boolean penalised(int j) {
    return j < x.cols() - (intercept ? 1 : 0);
  }

  /** J at theta, whose scores are given. */
  double value(Matrix theta, Matrix scores) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      loss += LogSumExp.of(scores.row(i)) - scores.get(i, y[i]);
    }
    double squares = 0;
    for (int i = 0; i < theta.data().length; i++) {
      squares += penalised(i % theta.cols()) ? theta.data()[i] * theta.data()[i] : 0;
    }
    return loss + lambda / 2 * squares;
  }

  /** (P - Y)^T X + lambda W, laid out as theta [F,P]. */
  Matrix gradient(Matrix theta, Matrix p) {
    int first = p.cols() - theta.rows();
    Matrix residual = Matrix.stack(y.length, i -> {
      double[] row = Arrays.copyOfRange(p.row(i), first, p.cols());
      if (y[i] >= first) {
        row[y[i] - first] -= 1;
      }
      return row;
    });
    Matrix gradient = linalg.multiply(residual, Op.TRANSPOSED, x, Op.PLAIN);
    for (int i = 0; i < theta.data().length; i++) {
      gradient.data()[i] += penalised(i % theta.cols()) ? lambda * theta.data()[i] : 0;
    }
    return gradient;
  }

  /** H [FP,FP]: block (k,l) is X^T diag(p_k (delta_kl - p_l)) X, and lambda on the diagonal. */
  Matrix hessian(Matrix p, int functions) {
    int first = p.cols() - functions;
    int width = x.cols();
    Matrix h = Matrix.zeros(functions * width, functions * width);
    for (int k = 0; k < functions; k++) {
      for (int l = 0; l <= k; l++) {
        Matrix weighted = x.copy();
        for (int i = 0; i < x.rows(); i++) {
          double weight = p.get(i, k + first) * ((k == l ? 1 : 0) - p.get(i, l + first));
          for (int j = 0; j < width; j++) {
            weighted.data()[i * width + j] *= weight;
          }
        }
        Matrix block = linalg.multiply(x, Op.TRANSPOSED, weighted, Op.PLAIN);
        for (int i = 0; i < width; i++) {
          System.arraycopy(block.data(), i * width, h.data(), (k * width + i) * h.cols() + l * width, width);
        }
      }
    }
    for (int i = 0; i < h.rows(); i++) {
      h.data()[i * h.cols() + i] += penalised(i % width) ? lambda : 0;
    }
    if (functions > 1) {
      regulariseSum(h, functions);
    }
    return h;
  }

  /** Adds rho_j 1 1^T to the lower blocks of each feature j, on the scale of H there. */
  private static void regulariseSum(Matrix h, int functions) {
    int width = h.rows() / functions;
    for (int j = 0; j < width; j++) {
      double rho = 0;
      for (int k = 0; k < functions; k++) {
        rho += h.get(k * width + j, k * width + j) / functions;
      }
      for (int k = 0; k < functions; k++) {
        for (int l = 0; l <= k; l++) {
          h.data()[(k * width + j) * h.cols() + l * width + j] += rho;
        }
      }
    }
  }
}
