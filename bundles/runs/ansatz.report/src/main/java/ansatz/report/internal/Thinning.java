package ansatz.report.internal;

import java.util.stream.IntStream;

/** A regular sample of rows for plots, so that a page stays small whatever the data. */
final class Thinning {
  /** Points that a scatter plot shows at most. */
  static final int LIMIT = 1200;

  private Thinning() {}

  /** Indices of at most {@code limit} of {@code size} values, evenly spaced, the first and last among them. */
  static int[] indices(int size, int limit) {
    if (size <= limit) {
      return IntStream.range(0, size).toArray();
    }
    return IntStream.range(0, limit).map(i -> (int) Math.round((double) i * (size - 1) / (limit - 1))).toArray();
  }

  /** What to say of it in a caption; empty where all are shown. */
  static String note(int size, int limit) {
    return size <= limit
        ? ""
        : " Shown: an even sample of %s of %s.".formatted(Numbers.count(limit), Numbers.count(size));
  }
}
