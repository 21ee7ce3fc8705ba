package ansatz.bench.ceiling;

/** a = b + s c over arrays of 32 MB. */
final class Triad {
  private static final int N = 4 << 20;

  private Triad() {}

  /** Of the calling thread, 24 bytes an element. */
  static double gigabytes() {
    double[] a = new double[N];
    double[] b = new double[N];
    double[] c = new double[N];
    return Ceilings.perSecond(() -> run(a, b, c)) * 24 * N / 1e9;
  }

  private static void run(double[] a, double[] b, double[] c) {
    for (int i = 0; i < N; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}
