package ansatz.bench.ceiling;

/** Plain loops of Math.exp and Math.tanh: a measure of a core's speed at code that is not vectors. */
final class Elementary {
  private static final int N = 1 << 16;

  private Elementary() {}

  /** Elements a second, the geometric mean of both functions. */
  static double rate() {
    float[] x = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = (i - N / 2) * (8f / N);
    }
    float[] y = new float[N];
    double exp = Ceilings.perSecond(() -> exp(x, y)) * N;
    double tanh = Ceilings.perSecond(() -> tanh(x, y)) * N;
    return Math.sqrt(exp * tanh);
  }

  private static void exp(float[] x, float[] y) {
    for (int i = 0; i < N; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
  }

  private static void tanh(float[] x, float[] y) {
    for (int i = 0; i < N; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
  }
}
