package ansatz.backend.jvm.internal.routine;

/** Complex roots of unity, to the last place: sines and cosines are taken of at most an eighth of a turn. */
final class UnitRoot {
  private UnitRoot() {}

  /** Puts e^{-2 pi i k / n} at a place of a table of real and imaginary parts. */
  static void put(double[] table, int place, long k, long n) {
    long quarters = 4 * Math.floorMod(k, n);
    double[] inQuarter = inQuarter(quarters % n, n);
    double cos = inQuarter[0];
    double sin = inQuarter[1];
    table[2 * place] = switch ((int) (quarters / n)) {
      case 0 -> cos;
      case 1 -> -sin;
      case 2 -> -cos;
      default -> sin;
    };
    table[2 * place + 1] = switch ((int) (quarters / n)) {
      case 0 -> -sin;
      case 1 -> -cos;
      case 2 -> sin;
      default -> cos;
    };
  }

  /** The cosine and sine of the r-th of n parts of a quarter turn. */
  private static double[] inQuarter(long r, long n) {
    if (2 * r > n) {
      double[] other = inQuarter(n - r, n);
      return new double[] {other[1], other[0]};
    }
    double angle = Math.PI / 2 * r / n;
    return new double[] {Math.cos(angle), Math.sin(angle)};
  }
}
