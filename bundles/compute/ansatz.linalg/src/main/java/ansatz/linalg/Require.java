package ansatz.linalg;

/** The argument checks of {@link LinearAlgebra}: each message starts with the name of the argument. */
final class Require {
  private Require() {}

  static Matrix finite(String name, Matrix a) {
    if (!isFinite(a.data())) {
      for (int i = 0; i < a.rows(); i++) {
        for (int j = 0; j < a.cols(); j++) {
          finite(name, a, i, j);
        }
      }
    }
    return a;
  }

  /** Checks the lower triangle only, the part that the symmetric factorisations read. */
  static Matrix finiteLower(String name, Matrix a) {
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j <= i; j++) {
        finite(name, a, i, j);
      }
    }
    return a;
  }

  static Matrix square(String name, Matrix a) {
    if (a.rows() != a.cols()) {
      throw new IllegalArgumentException(name + ": must be square, is " + a.rows() + " x " + a.cols());
    }
    return a;
  }

  static void rows(String name, Matrix b, String other, int rows) {
    if (b.rows() != rows) {
      throw new IllegalArgumentException(name + ": has " + b.rows() + " rows, " + other + " has " + rows);
    }
  }

  private static void finite(String name, Matrix a, int i, int j) {
    if (!Double.isFinite(a.get(i, j))) {
      throw new IllegalArgumentException(name + ": element [" + i + "," + j + "] is " + a.get(i, j));
    }
  }

  /** v - v is 0 for finite v, else NaN; eight sums, because one would be a chain of dependent additions. */
  private static boolean isFinite(double[] v) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = 0;
    for (; i + 7 < v.length; i += 8) {
      s0 += v[i] - v[i];
      s1 += v[i + 1] - v[i + 1];
      s2 += v[i + 2] - v[i + 2];
      s3 += v[i + 3] - v[i + 3];
      s4 += v[i + 4] - v[i + 4];
      s5 += v[i + 5] - v[i + 5];
      s6 += v[i + 6] - v[i + 6];
      s7 += v[i + 7] - v[i + 7];
    }
    for (; i < v.length; i++) {
      s0 += v[i] - v[i];
    }
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 == 0;
  }
}
