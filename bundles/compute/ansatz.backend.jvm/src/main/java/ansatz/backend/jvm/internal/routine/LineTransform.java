package ansatz.backend.jvm.internal.routine;

/**
 * The discrete Fourier transform of some lines side by side, in float64: element j of line l at {@code 8 (j width + l)},
 * imaginary parts a plane of {@code 8 length width} bytes further.
 *
 * <p>$$ y_k = \sum_j x_j e^{-2 \pi i j k / n} $$
 */
sealed interface LineTransform permits Stockham, Bluestein {
  /** The fastest for a length. */
  static LineTransform of(int n) {
    return Stockham.reaches(n) ? new Stockham(n) : new Bluestein(n);
  }

  /** Elements of a line in each of the two arrays; those behind the n of the transform are its own. */
  int length();

  /** Transforms the lines at x, with another array at y; returns which of the two the result is in. */
  long run(long x, long y, int width);
}
