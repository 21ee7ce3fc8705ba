package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How a float32 tensor lies in memory: its shape with strides, or with blocks as the library likes them.
 *
 * <p>A plain value without native resources. {@link #any} leaves the choice to a primitive, which afterwards tells what
 * it chose. Two layouts that are equal describe the same bytes; between others of one shape a {@link Reorder} converts.
 * In a padded layout, whose blocks are longer than the shape, the numbers in the padding have to be zero, as the library
 * writes them.
 */
public final class Layout {
  /** The most dimensions there can be. */
  private static final int MAX_RANK = 12;

  private static final int FORMAT_KIND = 262;
  private static final int STRIDES = 14;
  private static final int BLOCK_COUNT = 263;
  private static final int BLOCK_SIZES = 264;
  private static final int BLOCK_DIMENSIONS = 265;

  private final long[] shape;
  private final byte[] blob;
  private final long bytes;
  private final long[] strides;
  private final String text;

  /** Takes over what stands behind a descriptor, which stays the caller's. */
  Layout(long[] shape, long descriptor) {
    this.shape = shape.clone();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(8L * MAX_RANK);
      Dnnl.call("a layout", Dnnl.LAYOUT_TO_BLOB, MemorySegment.NULL, answer, descriptor);
      MemorySegment copy = arena.allocate(answer.get(JAVA_LONG, 0));
      Dnnl.call("a layout", Dnnl.LAYOUT_TO_BLOB, copy, answer, descriptor);
      blob = copy.toArray(JAVA_BYTE);
      Dnnl.call("a layout", Dnnl.LAYOUT_QUERY, descriptor, FORMAT_KIND, answer);
      boolean any = answer.get(JAVA_INT, 0) != Dnnl.BLOCKED;
      int blocks = any ? 0 : query(descriptor, BLOCK_COUNT, answer).get(JAVA_INT, 0);
      strides = any || blocks > 0 ? null : queryLongs(descriptor, STRIDES, answer, shape.length);
      bytes = any ? -1 : strides == null ? Dnnl.bytes(descriptor) : extent(shape, strides);
      text = "f32" + Arrays.toString(shape).replace(" ", "") + " " + (any
          ? "any"
          : tag(queryLongs(descriptor, STRIDES, answer, shape.length),
              queryLongs(descriptor, BLOCK_DIMENSIONS, answer, blocks),
              queryLongs(descriptor, BLOCK_SIZES, answer, blocks)));
    }
  }

  /** Row-major, without gaps. */
  public static Layout of(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strided(shape, strides);
  }

  /**
   * With the distance of neighbours along each dimension, in elements.
   *
   * @throws IllegalArgumentException when the library knows no such layout
   */
  public static Layout strided(long[] shape, long[] strides) {
    if (shape.length != strides.length || shape.length < 1 || shape.length > MAX_RANK) {
      throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " and strides " + Arrays.toString(strides)
          + ": needed are 1 to " + MAX_RANK + " of each, equally many");
    }
    try (Arena arena = Arena.ofConfined()) {
      long descriptor = Dnnl.create("a layout " + Arrays.toString(shape) + " with strides " + Arrays.toString(strides),
          Dnnl.LAYOUT_STRIDED, shape.length, dims(arena, shape), Dnnl.F32, dims(arena, strides));
      return owned(shape, descriptor);
    }
  }

  /** Any: the primitive that is made with it chooses. */
  public static Layout any(long... shape) {
    if (shape.length < 1 || shape.length > MAX_RANK) {
      throw new IllegalArgumentException("shape " + Arrays.toString(shape) + ": 1 to " + MAX_RANK + " dimensions");
    }
    try (Arena arena = Arena.ofConfined()) {
      return owned(shape, Dnnl.create("a layout " + Arrays.toString(shape), Dnnl.LAYOUT_TAGGED, shape.length,
          dims(arena, shape), Dnnl.F32, Dnnl.ANY));
    }
  }

  /** Extent of each dimension. */
  public long[] shape() {
    return shape.clone();
  }

  /** Whether the choice is still open. */
  public boolean isAny() {
    return bytes < 0;
  }

  /** Whether the elements lie at strides, without blocks. */
  public boolean isPlain() {
    return strides != null;
  }

  /**
   * Whether memory holds the elements and nothing else, in whatever order, so that an elementwise operation can run over
   * it from one end to the other.
   */
  public boolean isDense() {
    return bytes == Float.BYTES * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /**
   * From the first to behind the last byte.
   *
   * @throws IllegalStateException of any
   */
  public long bytes() {
    if (isAny()) {
      throw new IllegalStateException(this + " has no size before a primitive has chosen");
    }
    return bytes;
  }

  /**
   * Distance of neighbours along each dimension, in elements.
   *
   * @throws IllegalStateException unless it is plain
   */
  public long[] strides() {
    if (!isPlain()) {
      throw new IllegalStateException(this + " has no strides");
    }
    return strides.clone();
  }

  /** The library decides: the bytes of its descriptions may differ where they mean the same. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Layout layout) || !text.equals(layout.text)) {
      return false;
    }
    long mine = open();
    long others = layout.open();
    try {
      return Dnnl.sameLayouts(mine, others);
    } finally {
      Dnnl.destroy(this, Dnnl.LAYOUT_DESTROY, mine);
      Dnnl.destroy(this, Dnnl.LAYOUT_DESTROY, others);
    }
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Such as {@code f32[64,32,14,14] aBcd16b}: the dimensions from outer to inner, those in blocks in capitals. */
  @Override
  public String toString() {
    return text;
  }

  /** A native descriptor of it, to be destroyed by the caller. */
  long open() {
    try (Arena arena = Arena.ofConfined()) {
      return Dnnl.create(this, Dnnl.LAYOUT_FROM_BLOB, arena.allocateFrom(JAVA_BYTE, blob));
    }
  }

  /** Dimensions as the library takes them. */
  static MemorySegment dims(Arena arena, long... values) {
    return arena.allocate(8L * MAX_RANK).copyFrom(MemorySegment.ofArray(values));
  }

  private static Layout owned(long[] shape, long descriptor) {
    try {
      return new Layout(shape, descriptor);
    } finally {
      Dnnl.destroy("a layout", Dnnl.LAYOUT_DESTROY, descriptor);
    }
  }

  private static MemorySegment query(long descriptor, int what, MemorySegment answer) {
    Dnnl.call("a layout", Dnnl.LAYOUT_QUERY, descriptor, what, answer);
    return answer;
  }

  /** The library answers with the address of its own array. */
  @SuppressWarnings("restricted")
  private static long[] queryLongs(long descriptor, int what, MemorySegment answer, int count) {
    long address = query(descriptor, what, answer).get(JAVA_LONG, 0);
    return count == 0 ? new long[0] : MemorySegment.ofAddress(address).reinterpret(8L * count).toArray(JAVA_LONG);
  }

  /** The library counts the gap behind the last row, where a view may end before it. */
  private static long extent(long[] shape, long[] strides) {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0) {
        return 0;
      }
      last += (shape[i] - 1) * strides[i];
    }
    return (last + 1) * Float.BYTES;
  }

  private static String tag(long[] strides, long[] blockDimensions, long[] blockSizes) {
    StringBuilder tag = new StringBuilder();
    IntStream.range(0, strides.length).boxed()
        .sorted(Comparator.comparing((Integer dimension) -> strides[dimension]).reversed())
        .forEach(dimension -> tag.append(
            (char) ((Arrays.stream(blockDimensions).anyMatch(d -> d == dimension) ? 'A' : 'a') + dimension)));
    for (int i = 0; i < blockSizes.length; i++) {
      tag.append(blockSizes[i]).append((char) ('a' + blockDimensions[i]));
    }
    return tag.toString();
  }
}
