package ansatz.tensor;

/**
 * Losses, a number for each example where it can be one: {@code mean()} or {@code sum()} them as needed. Predictions come
 * first, targets second.
 *
 * <p>Shapes: operands of f32 or f64 that broadcast, a loss for each of their elements, unless a method says otherwise.
 *
 * <p>Cost: one pass, with the softmax two more over each row.
 *
 * <p>Errors: element types that differ and shapes that do not fit are an {@link IllegalArgumentException}.
 */
public final class Losses {
  private Losses() {}

  /** (x - y)^2. */
  public static Tensor squaredError(Tensor x, Tensor y) {
    return x.sub(y).square();
  }

  /** |x - y|. */
  public static Tensor absoluteError(Tensor x, Tensor y) {
    return x.sub(y).abs();
  }

  /**
   * d^2 / 2 where |d| = |x - y| is at most delta, beyond delta (|d| - delta/2).
   *
   * <p>Source: Huber (1964), Robust estimation of a location parameter.
   */
  public static Tensor huber(Tensor x, Tensor y, double delta) {
    Tensor d = x.sub(y);
    Tensor inside = d.clip(-delta, delta);
    return inside.mul(d.sub(inside.mul(0.5)));
  }

  /**
   * huber / beta: d^2 / (2 beta) where |d| = |x - y| is at most beta, beyond |d| - beta/2.
   *
   * <p>Source: Girshick (2015), Fast R-CNN, eq. (3).
   */
  public static Tensor smoothL1(Tensor x, Tensor y, double beta) {
    return huber(x, y, beta).div(beta);
  }

  /** log cosh d = softplus(-2 d) + d - log 2 with d = x - y, without overflow. */
  public static Tensor logCosh(Tensor x, Tensor y) {
    Tensor d = x.sub(y);
    return Activations.softplus(d.mul(-2)).add(d).sub(Math.log(2));
  }

  /**
   * The cross-entropy of classes, -log softmax(logits)_label.
   *
   * <p>Shapes: logits [...,K], labels whole numbers [...], the losses [...]. A label outside 0, ..., K-1 has loss 0.
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    return labelled(logits.logSoftmax(-1), labels).neg();
  }

  /**
   * The cross-entropy against smoothed labels: 1 - s at the label and s / K everywhere.
   *
   * <p>Shapes: logits [...,K], labels whole numbers [...], the losses [...].
   *
   * <p>Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna (2016), Rethinking the Inception architecture, section 7.
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, double smoothing) {
    Tensor logp = logits.logSoftmax(-1);
    return labelled(logp, labels).mul(1 - smoothing).add(logp.mean(-1).mul(smoothing)).neg();
  }

  /**
   * The cross-entropy against probabilities, -sum_k p_k log softmax(logits)_k.
   *
   * <p>Shapes: logits and p [...,K], the losses [...].
   */
  public static Tensor crossEntropyOf(Tensor logits, Tensor p) {
    return logits.logSoftmax(-1).mul(p).sum(-1).neg();
  }

  /** The element at the label of each row: as a sum over the row, so that it fuses with the other passes over it. */
  private static Tensor labelled(Tensor logp, Tensor labels) {
    Tensor classes = Tensor.arange(labels.dtype(), logp.shape().extent(-1));
    return labels.expand(-1).eq(classes).select(logp, Tensor.scalar(logp.dtype(), 0)).sum(-1);
  }

  /** -y log sigmoid(x) - (1-y) log(1 - sigmoid(x)) = (1-y) x + softplus(-x), of logits x and targets y in [0,1]. */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor y) {
    return binaryCrossEntropy(logits, y, Tensor.scalar(logits.dtype(), 1));
  }

  /**
   * -w y log sigmoid(x) - (1-y) log(1 - sigmoid(x)) with a weight w of the positives.
   *
   * <p>Shapes: weight broadcasts to logits and y.
   */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor y, Tensor weight) {
    Tensor share = y.mul(weight.sub(1)).add(1);
    return y.rsub(1).mul(logits).add(share.mul(Activations.softplus(logits.neg())));
  }

  /**
   * The terms p (log p - log q) of the divergence of p from q, 0 where p is 0; the first operand is log q.
   *
   * <p>Source: Kullback and Leibler (1951), On information and sufficiency.
   */
  public static Tensor klDivergence(Tensor logQ, Tensor p) {
    Tensor positive = p.gt(0);
    Tensor logP = positive.select(p, Tensor.scalar(p.dtype(), 1)).log();
    return positive.select(p.mul(logP.sub(logQ)), Tensor.scalar(p.dtype(), 0));
  }

  /**
   * The negative log likelihood (log v + (x - y)^2 / v) / 2 of a normal distribution with mean x and variance v, which is
   * at least {@code least}; without the constant log(2 pi) / 2.
   *
   * <p>Source: Nix and Weigend (1994), Estimating the mean and variance of the target probability distribution, eq. (4).
   */
  public static Tensor gaussian(Tensor mean, Tensor y, Tensor variance, double least) {
    Tensor v = variance.max(Tensor.scalar(variance.dtype(), least));
    return v.log().add(mean.sub(y).square().div(v)).mul(0.5);
  }

  /** exp(x) - y x: the negative log likelihood of counts y at the rate exp(x), without the constant log y!. */
  public static Tensor poisson(Tensor logRate, Tensor y) {
    return logRate.exp().sub(y.mul(logRate));
  }

  /**
   * max(0, 1 - x y) for labels y of -1 and 1.
   *
   * <p>Source: Cortes and Vapnik (1995), Support-vector networks.
   */
  public static Tensor hinge(Tensor x, Tensor y) {
    return Activations.relu(x.mul(y).rsub(1));
  }

  /**
   * x where the label is 1, max(0, margin - x) where it is -1, of distances x.
   *
   * <p>Source: Hadsell, Chopra and LeCun (2006), Dimensionality reduction by learning an invariant mapping.
   */
  public static Tensor hingeEmbedding(Tensor x, Tensor y, double margin) {
    return y.gt(0).select(x, Activations.relu(x.rsub(margin)));
  }

  /** The logistic loss log(1 + exp(-x y)) for labels y of -1 and 1, without overflow. */
  public static Tensor softMargin(Tensor x, Tensor y) {
    return Activations.softplus(x.mul(y).neg());
  }

  /**
   * sum_{k != label} max(0, margin - x_label + x_k) / K.
   *
   * <p>Shapes: x [N,K], labels i32 [N], the losses [N].
   *
   * <p>Source: Crammer and Singer (2001), On the algorithmic implementation of multiclass kernel-based vector machines, with
   * the sum of all violations in the place of the largest (Weston and Watkins 1999).
   */
  public static Tensor multiMargin(Tensor x, Tensor labels, double margin) {
    Tensor own = x.takeAlong(labels.expand(-1), -1);
    Tensor others = labels.oneHot(x.shape().extent(-1), x.dtype()).rsub(1);
    return Activations.relu(x.sub(own).add(margin)).mul(others).mean(-1);
  }
}
