package ansatz.tensor;

import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Philox;

/**
 * What random numbers are a function of: i32 [2]. The same key always gives the same numbers, so a key is used for one
 * thing; keys for further things come of {@link #fold} and {@link #split}, never of the order of calls.
 */
public record Key(Tensor words) {
  private static final int DRAWN = 0;
  private static final int FOLDED = 1;
  private static final int SPLIT = 2;

  public Key {
    if (!words.type().equals(TensorType.of(DType.I32, 2))) {
      throw new IllegalArgumentException("a key is i32[2], not " + words.type());
    }
  }

  public static Key of(long seed) {
    return new Key(Tensor.of(new int[] {(int) seed, (int) (seed >>> 32)}));
  }

  /** The key for a number: a step, a layer, an index. */
  public Key fold(int number) {
    return fold(Tensor.scalar(DType.I32, number));
  }

  /** The key for a number that is known only when the program runs, an i32 scalar. */
  public Key fold(Tensor number) {
    Tensor stream = Tensor.stack(0, number, Tensor.scalar(DType.I32, FOLDED));
    return new Key(Philox.of(words, stream, Shape.of(2)));
  }

  /** The key for a name: of a parameter, of a path. */
  public Key fold(String name) {
    return fold(name.hashCode()).fold(name.length());
  }

  /** So many keys. */
  public List<Key> split(int count) {
    Tensor all = splitAll(count);
    return IntStream.range(0, count).mapToObj(i -> new Key(all.at(0, i))).toList();
  }

  /** So many keys as one tensor [count,2], for vmap and scan. */
  public Tensor splitAll(int count) {
    return Philox.of(words, Tensor.of(new int[] {0, SPLIT}), Shape.of(count, 2));
  }

  /** Random bits. */
  public Tensor bits(int... extents) {
    return Philox.of(words, Tensor.of(new int[] {0, DRAWN}), Shape.of(extents));
  }
}
