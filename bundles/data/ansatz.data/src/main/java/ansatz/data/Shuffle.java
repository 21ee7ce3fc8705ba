package ansatz.data;

import java.util.random.RandomGenerator;

/**
 * The shuffle of Fisher and Yates, written out so that its bits do not depend on a library.
 *
 * <p>For i = n-1 ... 1 swaps element i with element j = floor(u (i + 1) / 2^64), u the next 64 random bits as an unsigned
 * number. No permutation is favoured by more than n 2^-32.
 */
final class Shuffle {
  private Shuffle() {}

  static int[] of(int[] values, RandomGenerator random) {
    int[] shuffled = values.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = (int) Math.unsignedMultiplyHigh(random.nextLong(), i + 1L);
      int moved = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = moved;
    }
    return shuffled;
  }
}
