package ansatz.tensor.onnx;

import java.util.List;
import java.util.Map;

import ansatz.tensor.Attention;
import ansatz.tensor.DType;
import ansatz.tensor.Tensor;

/** Attention with all its options, and rotary positions. */
final class OnnxAttention {
  private OnnxAttention() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("Attention", OnnxAttention::attention);
    all.put("RotaryEmbedding", n -> List.of(rotary(n)));
  }

  /** q [B,H,T,D], k [B,G,S,D], v [B,G,S,E], each of these side by side by heads [B,T,H D] as well. */
  private static List<Tensor> attention(OnnxNode n) {
    boolean joined = n.x().rank() == 3;
    Tensor q = joined ? Attention.heads(n.x(), n.integer("q_num_heads", 1)) : n.x();
    Tensor k = joined ? Attention.heads(n.in(1), n.integer("kv_num_heads", 1)) : n.in(1);
    Tensor v = joined ? Attention.heads(n.in(2), n.integer("kv_num_heads", 1)) : n.in(2);
    int past = n.has(4) ? n.in(4).shape().extent(2) : 0;
    Tensor keys = n.has(4) ? Tensor.concat(2, n.in(4), k) : k;
    Tensor values = n.has(5) ? Tensor.concat(2, n.in(5), v) : v;
    int repeats = q.shape().extent(1) / keys.shape().extent(1);
    double scale = n.real("scale", 1 / Math.sqrt(q.shape().extent(-1)));
    Tensor product = q.matmul(repeated(keys, repeats).moveAxis(-1, -2)).mul(scale);
    double cap = n.real("softcap", 0);
    Tensor capped = cap > 0 ? product.div(cap).tanh().mul(cap) : product;
    Tensor biased = masked(n, capped, past);
    Tensor dead = biased.max(-1).expand(-1).eq(Double.NEGATIVE_INFINITY);
    Tensor weights = dead.select(Tensor.scalar(biased.dtype(), 0), biased.softmax(-1));
    Tensor y = weights.matmul(repeated(values, repeats));
    List<Tensor> stages = List.of(product, capped, biased, weights);
    return List.of(joined ? Attention.joined(y) : y, keys, values, stages.get(n.integer("qk_matmul_output_mode", 0)));
  }

  /** Each head of x [B,G,...] so many times, one behind the other. */
  static Tensor repeated(Tensor x, int times) {
    if (times == 1) {
      return x;
    }
    Tensor wide = x.expand(2).broadcast(x.shape().insert(2, times));
    return wide.reshape(x.shape().with(1, x.shape().extent(1) * times));
  }

  private static Tensor masked(OnnxNode n, Tensor scores, int past) {
    int queries = scores.shape().extent(-2);
    int keys = scores.shape().extent(-1);
    Tensor never = Tensor.scalar(scores.dtype(), Double.NEGATIVE_INFINITY);
    Tensor masked = scores;
    if (n.has(3)) {
      boolean isChoice = n.in(3).dtype() == DType.BOOL;
      int[] after = new int[n.in(3).rank()]; // keys that the mask does not reach are not seen
      after[after.length - 1] = keys - n.in(3).shape().extent(-1);
      Tensor mask = n.in(3).pad(new int[after.length], after, isChoice ? 0 : Double.NEGATIVE_INFINITY);
      masked = isChoice ? mask.select(masked, never) : masked.add(mask);
    }
    Tensor column = Tensor.arange(DType.I64, keys);
    Tensor lengths = n.has(6) ? n.in(6).reshape(-1, 1, 1, 1) : null;
    if (n.flag("is_causal", false)) {
      Tensor row = Tensor.arange(DType.I64, queries).expand(-1);
      Tensor offset = lengths == null ? Tensor.scalar(DType.I64, past) : lengths.sub(queries);
      masked = column.le(row.add(offset)).select(masked, never);
    }
    return lengths == null ? masked : column.lt(lengths).select(masked, never);
  }

  /** x [B,H,T,D] or [B,T,H D]; the first rotated elements of each head are pairs that turn by an angle of the place. */
  private static Tensor rotary(OnnxNode n) {
    boolean joined = n.x().rank() == 3;
    Tensor x = joined ? Attention.heads(n.x(), n.integer("num_heads", 1)) : n.x();
    int width = x.shape().extent(-1);
    int rotated = n.integer("rotary_embedding_dim", 0) == 0 ? width : n.integer("rotary_embedding_dim", 0);
    Tensor cos = angles(n, 1);
    Tensor sin = angles(n, 2);
    boolean interleaved = n.flag("interleaved", false);
    Tensor head = x.slice(-1, 0, rotated);
    Tensor a = interleaved ? head.slice("..., ::2") : head.slice(-1, 0, rotated / 2);
    Tensor b = interleaved ? head.slice("..., 1::2") : head.slice(-1, rotated / 2, rotated);
    Tensor real = cos.mul(a).sub(sin.mul(b));
    Tensor imaginary = sin.mul(a).add(cos.mul(b));
    Tensor turned = interleaved
        ? Tensor.stack(-1, real, imaginary).reshape(head.shape())
        : Tensor.concat(-1, real, imaginary);
    Tensor y = rotated == width ? turned : Tensor.concat(-1, turned, x.slice(-1, rotated, width));
    return joined ? Attention.joined(y) : y;
  }

  /** [B,1,T,D/2] from a table, by places where these are given. */
  private static Tensor angles(OnnxNode n, int input) {
    Tensor table = n.in(input);
    return (n.has(3) ? table.take(n.in(3).to(DType.I32), 0) : table).expand(1);
  }
}
