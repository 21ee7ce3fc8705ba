package ansatz.tensor;

/**
 * Activation functions, element by element. Where a function has a kink its derivative there is the one PyTorch gives.
 */
public final class Activations {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Activations() {}

  private static Tensor zero(Tensor x) {
    return Tensor.scalar(x.dtype(), 0);
  }

  /** max(x, 0); its derivative at 0 is 0. */
  public static Tensor relu(Tensor x) {
    return zero(x).max(x);
  }

  /** min(max(x, 0), 6). */
  public static Tensor relu6(Tensor x) {
    return clamp(x, 0, 6);
  }

  /** x where it is positive, else slope x. */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return x.gt(0).select(x, x.mul(slope));
  }

  /** x where it is positive, else slope x with a tensor of slopes that broadcasts. */
  public static Tensor prelu(Tensor x, Tensor slope) {
    return x.gt(0).select(x, x.mul(slope));
  }

  /** x where it is positive, else alpha (exp x - 1). */
  public static Tensor elu(Tensor x, double alpha) {
    return x.gt(0).select(x, x.min(zero(x)).expm1().mul(alpha));
  }

  /** elu scaled such that unit variance stays. */
  public static Tensor selu(Tensor x) {
    return elu(x, SELU_ALPHA).mul(SELU_SCALE);
  }

  /** x where it is positive, else alpha (exp(x / alpha) - 1). */
  public static Tensor celu(Tensor x, double alpha) {
    return elu(x.div(alpha), 1).mul(alpha);
  }

  /** x Phi(x) with the normal distribution function, by erf. */
  public static Tensor gelu(Tensor x) {
    return x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1));
  }

  /** gelu with tanh(sqrt(2/pi) (x + 0.044715 x^3)) in the place of erf. */
  public static Tensor geluTanh(Tensor x) {
    Tensor inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return x.mul(0.5).mul(inner.tanh().add(1));
  }

  /**
   * 1 / (1 + exp(-x)) = (1 + tanh(x/2)) / 2: exact to an ulp of 1, so for far negative x use {@link #logSigmoid}.
   */
  public static Tensor sigmoid(Tensor x) {
    return x.mul(0.5).tanh().mul(0.5).add(0.5);
  }

  /** log sigmoid(x) without underflow. */
  public static Tensor logSigmoid(Tensor x) {
    return softplus(x.neg()).neg();
  }

  /** log(1 + exp x) without overflow. */
  public static Tensor softplus(Tensor x) {
    // At 0 both max and min take their first operand, so the derivative there is 1 - 1/2.
    return x.max(zero(x)).add(x.neg().min(x).exp().log1p());
  }

  /** x sigmoid(x), also called swish. */
  public static Tensor silu(Tensor x) {
    return x.mul(sigmoid(x));
  }

  /** x tanh(softplus(x)). */
  public static Tensor mish(Tensor x) {
    return x.mul(softplus(x).tanh());
  }

  /** x / (1 + |x|). */
  public static Tensor softsign(Tensor x) {
    return x.div(x.abs().add(1));
  }

  /** min(max(x, -1), 1). */
  public static Tensor hardTanh(Tensor x) {
    return clamp(x, -1, 1);
  }

  /** min(max(x/6 + 1/2, 0), 1). */
  public static Tensor hardSigmoid(Tensor x) {
    return clamp(x.div(6).add(0.5), 0, 1);
  }

  /** x hardSigmoid(x). */
  public static Tensor hardSwish(Tensor x) {
    return x.mul(Tensor.scalar(x.dtype(), 1).min(x.div(6).add(0.5).max(zero(x))));
  }

  /** x - tanh x. */
  public static Tensor tanhShrink(Tensor x) {
    return x.sub(x.tanh());
  }

  /** x moved towards 0 by lambda, 0 within. */
  public static Tensor softShrink(Tensor x, double lambda) {
    return x.sub(x.clip(-lambda, lambda));
  }

  /** x, but 0 where |x| is at most lambda. */
  public static Tensor hardShrink(Tensor x, double lambda) {
    return x.abs().gt(lambda).select(x, zero(x));
  }

  /** The first half along an axis times the sigmoid of the second. */
  public static Tensor glu(Tensor x, int axis) {
    int half = x.shape().extent(axis) / 2;
    return x.slice(axis, 0, half).mul(sigmoid(x.slice(axis, half, 2 * half)));
  }

  /** Kept within bounds, with derivative 0 at and beyond them. */
  private static Tensor clamp(Tensor x, double least, double most) {
    return Tensor.scalar(x.dtype(), most).min(Tensor.scalar(x.dtype(), least).max(x));
  }
}
