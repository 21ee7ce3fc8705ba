package ansatz.tensor.primitive;

import java.util.List;

import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * The discrete Fourier transform along the last axis, of real and imaginary parts, without a factor in either direction.
 *
 * <p>$$ y_k = \sum_j x_j e^{\mp 2 \pi i j k / n} $$ with + where {@code inverse}. The matrix is symmetric, so the
 * transpose of this map of pairs of reals is the transform in the other direction.
 */
public record Fft(boolean inverse) implements Primitive {
  /** Real and imaginary parts of the transform. */
  public static List<Tensor> of(Tensor re, Tensor im, boolean inverse) {
    return Node.of(new Fft(inverse), List.of(re, im)).results();
  }

  @Override
  public String parameters() {
    return inverse ? "inverse" : "";
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType re = operands.getFirst();
    if (!re.dtype().isFloat() || !re.equals(operands.get(1)) || re.rank() == 0) {
      throw new IllegalArgumentException("real and imaginary parts have to be of one floating type with an axis");
    }
    return operands;
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    Values re = Values.zeros(results.get(0));
    Values im = Values.zeros(results.get(1));
    int n = re.shape().extent(-1);
    double[] cos = new double[n];
    double[] sin = new double[n];
    for (int j = 0; j < n; j++) {
      cos[j] = Math.cos(2 * Math.PI * j / n);
      sin[j] = (inverse ? 1 : -1) * Math.sin(2 * Math.PI * j / n);
    }
    double[][] line = new double[2][n];
    for (int row = 0; row + n <= re.size() && n > 0; row += n) {
      for (int j = 0; j < n; j++) {
        line[0][j] = operands.get(0).get(row + j);
        line[1][j] = operands.get(1).get(row + j);
      }
      double[][] y = transform(line, cos, sin);
      for (int k = 0; k < n; k++) {
        re.set(row + k, y[0][k]);
        im.set(row + k, y[1][k]);
      }
    }
    return List.of(re, im);
  }

  /** By the smallest factor p of n: p transforms of every p-th element, then p of them to each frequency. */
  private static double[][] transform(double[][] x, double[] cos, double[] sin) {
    int n = x[0].length;
    int p = 2;
    while (p < n && n % p != 0) {
      p++;
    }
    if (n < 2) {
      return new double[][] {x[0].clone(), x[1].clone()};
    }
    int m = n / p;
    double[][][] parts = new double[p][][];
    for (int r = 0; r < p; r++) {
      double[][] part = new double[2][m];
      for (int j = 0; j < m; j++) {
        part[0][j] = x[0][j * p + r];
        part[1][j] = x[1][j * p + r];
      }
      parts[r] = transform(part, cos, sin);
    }
    int step = cos.length / n;
    double[][] y = new double[2][n];
    for (int k = 0; k < n; k++) {
      for (int r = 0; r < p; r++) {
        int turn = (int) ((long) r * k % n) * step;
        double[][] part = parts[r];
        y[0][k] += part[0][k % m] * cos[turn] - part[1][k % m] * sin[turn];
        y[1][k] += part[0][k % m] * sin[turn] + part[1][k % m] * cos[turn];
      }
    }
    return y;
  }

  @Override
  public List<Tensor> jvp(Node node, List<Tensor> tangents) {
    Tensor zero = Tensor.zeros(node.types().getFirst());
    return of(tangents.get(0) == null ? zero : tangents.get(0), tangents.get(1) == null ? zero : tangents.get(1),
        inverse);
  }

  @Override
  public Tensor transpose(Node node, int operand, List<Tensor> cotangents) {
    Tensor zero = Tensor.zeros(node.types().getFirst());
    Tensor re = cotangents.get(0) == null ? zero : cotangents.get(0);
    Tensor im = cotangents.get(1) == null ? zero : cotangents.get(1);
    return of(re, im, !inverse).get(operand);
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> both = Elementwise.together(operands, mapped, size);
    return of(both.get(0), both.get(1), inverse);
  }

  @Override
  public long flops(Node node) {
    long size = node.types().getFirst().size();
    return Math.round(5 * size * Math.log(Math.max(2, node.types().getFirst().shape().extent(-1))) / Math.log(2));
  }
}
