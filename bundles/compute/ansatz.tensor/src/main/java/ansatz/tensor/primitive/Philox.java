package ansatz.tensor.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ansatz.tensor.DType;
import ansatz.tensor.Evaluation;
import ansatz.tensor.Node;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/**
 * Random bits by Philox4x32-10, a function of a key and a counter: keys i32 [...,2], streams i32 [...,2], bits i32
 * [..., shape].
 *
 * <p>Element e of what a key gives is word e mod 4 of the block with the counter (low word of e/4, high word of e/4,
 * stream_0, stream_1). A round multiplies words 0 and 2 by constants: $$ (c_0, c_1, c_2, c_3) \to (\mathrm{hi}(M_1 c_2)
 * \oplus c_1 \oplus k_0,\ \mathrm{lo}(M_1 c_2),\ \mathrm{hi}(M_0 c_0) \oplus c_3 \oplus k_1,\ \mathrm{lo}(M_0 c_0)) $$
 *
 * <p>Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011).
 */
public record Philox(Shape shape) implements IntegerValued {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  public static Tensor of(Tensor key, Tensor stream, Shape shape) {
    return Node.apply(new Philox(shape), key, stream);
  }

  @Override
  public String parameters() {
    return shape.toString();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    TensorType key = operands.getFirst();
    if (key.dtype() != DType.I32 || key.rank() == 0 || key.shape().extent(-1) != 2 || !operands.get(1).equals(key)) {
      throw new IllegalArgumentException("keys and streams are i32 [...,2]");
    }
    return List.of(key.with(Shape.of(IntStream.concat(
        Arrays.stream(key.shape().extents()).limit(key.rank() - 1), Arrays.stream(shape.extents())).toArray())));
  }

  @Override
  public List<Values> evaluate(List<Values> operands, List<TensorType> results, Evaluation evaluation) {
    int[] keys = operands.get(0).ints();
    int[] streams = operands.get(1).ints();
    Values bits = Values.zeros(results.getFirst());
    int n = Math.toIntExact(shape.size());
    for (int k = 0; k < keys.length / 2; k++) {
      for (int e = 0; e < n; e += 4) {
        int[] block = block(new int[] {e / 4, 0, streams[2 * k], streams[2 * k + 1]}, keys[2 * k], keys[2 * k + 1]);
        System.arraycopy(block, 0, bits.ints(), k * n + e, Math.min(4, n - e));
      }
    }
    return List.of(bits);
  }

  /** The four words at a counter under a key. */
  public static int[] block(int[] counter, int key0, int key1) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & 0xFFFFFFFFL);
      long p1 = M1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  @Override
  public List<Tensor> batch(List<Tensor> operands, boolean[] mapped, int size) {
    List<Tensor> both = Elementwise.together(operands, mapped, size);
    return List.of(of(both.get(0), both.get(1), shape));
  }

  @Override
  public long flops(Node node) {
    return 0;
  }
}
