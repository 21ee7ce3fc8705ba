package ansatz.tensor;

/**
 * Attention of places to places: a mean of values by how well queries and keys agree.
 *
 * <p>$$ \mathrm{attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{Q K^T}{\sqrt{D}}\right) V $$
 *
 * <p>Shapes: q [...,T,D], k [...,S,D], v [...,S,E], the result [...,T,E].
 *
 * <p>Cost: 2 T S (D + E) flops for each of the leading places; backends need not keep the weights [...,T,S].
 *
 * <p>Errors: extents that do not fit are an {@link IllegalArgumentException}. A row whose mask holds nowhere is NaN.
 *
 * <p>Source: Vaswani et al. (2017), Attention is all you need, eq. (1) and section 3.2.2 (heads).
 */
public final class Attention {
  private Attention() {}

  /**
   * softmax(q k^T / sqrt(D)) [...,T,S]; where the mask does not hold the weight is 0.
   *
   * @param mask booleans that broadcast to [...,T,S]; null where all hold
   */
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

  /** softmax(q k^T / sqrt(D)) v where place t sees the places s <= t only; [...,T,E]. */
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
