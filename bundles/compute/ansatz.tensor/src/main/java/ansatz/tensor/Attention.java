package ansatz.tensor;

/** Attention: q [...,T,D], k [...,S,D], v [...,S,E]. */
public final class Attention {
  private Attention() {}

  /** softmax(q k^T / sqrt(D)) [...,T,S]; where the mask, a boolean that broadcasts, does not hold the weight is 0. */
  public static Tensor weights(Tensor q, Tensor k, Tensor mask) {
    Tensor scores = q.matmul(k.moveAxis(-1, -2)).mul(1 / Math.sqrt(q.shape().extent(-1)));
    return (mask == null
        ? scores
        : mask.select(scores, Tensor.scalar(scores.dtype(), Double.NEGATIVE_INFINITY))).softmax(-1);
  }

  /** softmax(q k^T / sqrt(D)) v [...,T,E]. */
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v) {
    return weights(q, k, null).matmul(v);
  }

  /** The same where each place sees itself and those before it only. */
  public static Tensor causal(Tensor q, Tensor k, Tensor v) {
    return weights(q, k, causalMask(q.shape().extent(-2), k.shape().extent(-2))).matmul(v);
  }

  /** Whether place t sees place s: s <= t; boolean [T,S]. */
  public static Tensor causalMask(int t, int s) {
    return Tensor.arange(DType.I32, t).expand(1).ge(Tensor.arange(DType.I32, s).expand(0));
  }

  /** x [...,T,H D] as heads [...,H,T,D]. */
  public static Tensor heads(Tensor x, int heads) {
    int axis = x.rank() - 1;
    return x.reshape(x.shape().with(axis, x.shape().extent(axis) / heads).insert(axis, heads)).moveAxis(-2, -3);
  }

  /** Heads [...,H,T,D] side by side [...,T,H D]. */
  public static Tensor joined(Tensor heads) {
    Tensor moved = heads.moveAxis(-3, -2);
    return moved.reshape(moved.shape().without(-1).with(-1, moved.shape().extent(-1) * moved.shape().extent(-2)));
  }
}
