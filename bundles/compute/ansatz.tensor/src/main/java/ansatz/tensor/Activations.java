package ansatz.tensor;

/**
 * Activation functions, element by element. Where a function has a kink its derivative there is the one PyTorch gives.
 *
 * <p>Shapes: x and y of any same shape, of f32 or f64, unless a method says otherwise.
 *
 * <p>Cost: one pass over the elements, which backends join with their neighbours.
 *
 * <p>Errors: element types other than f32 and f64, and shapes that do not broadcast, are an
 * {@link IllegalArgumentException} with the line that asked for it.
 */
public final class Activations {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Activations() {}

  private static Tensor zero(Tensor x) {
    return Tensor.scalar(x.dtype(), 0);
  }

  /**
   * The rectified linear unit, max(x, 0); its derivative at 0 is 0.
   *
   * <p>Source: Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.
   */
  public static Tensor relu(Tensor x) {
    return zero(x).max(x);
  }

  /**
   * The rectified linear unit cut off at 6, min(max(x, 0), 6).
   *
   * <p>Source: Krizhevsky (2010), Convolutional deep belief networks on CIFAR-10.
   */
  public static Tensor relu6(Tensor x) {
    return clamp(x, 0, 6);
  }

  /**
   * x where it is positive, else slope x.
   *
   * <p>Source: Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models.
   */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return x.gt(0).select(x, x.mul(slope));
  }

  /**
   * x where it is positive, else slope x with slopes that are learned.
   *
   * <p>Shapes: slope broadcasts to x.
   *
   * <p>Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. (1).
   */
  public static Tensor prelu(Tensor x, Tensor slope) {
    return x.gt(0).select(x, x.mul(slope));
  }

  /**
   * The exponential linear unit: x where it is positive, else alpha (exp x - 1).
   *
   * <p>Source: Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning by exponential linear
   * units.
   */
  public static Tensor elu(Tensor x, double alpha) {
    return x.gt(0).select(x, x.min(zero(x)).expm1().mul(alpha));
  }

  /**
   * lambda elu(x) with lambda = 1.0507 and alpha = 1.6733, by which mean 0 and variance 1 are a fixed point of a layer.
   *
   * <p>Source: Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-normalizing neural networks, eq. (2).
   */
  public static Tensor selu(Tensor x) {
    return elu(x, SELU_ALPHA).mul(SELU_SCALE);
  }

  /**
   * x where it is positive, else alpha (exp(x / alpha) - 1): elu with a continuous derivative for any alpha.
   *
   * <p>Source: Barron (2017), Continuously differentiable exponential linear units.
   */
  public static Tensor celu(Tensor x, double alpha) {
    return elu(x.div(alpha), 1).mul(alpha);
  }

  /**
   * x Phi(x) with the normal distribution function, Phi(x) = (1 + erf(x / sqrt 2)) / 2.
   *
   * <p>Source: Hendrycks and Gimpel (2016), Gaussian error linear units.
   */
  public static Tensor gelu(Tensor x) {
    return x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1));
  }

  /**
   * gelu with Phi(x) = (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2, off by at most 5e-4.
   *
   * <p>Source: Hendrycks and Gimpel (2016), Gaussian error linear units, section 2.
   */
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

  /** log sigmoid(x) = -softplus(-x), without underflow. */
  public static Tensor logSigmoid(Tensor x) {
    return softplus(x.neg()).neg();
  }

  /**
   * log(1 + exp x) = max(x, 0) + log(1 + exp(-|x|)), without overflow.
   *
   * <p>Source: Dugas, Bengio, Belisle, Nadeau and Garcia (2001), Incorporating second-order functional knowledge.
   */
  public static Tensor softplus(Tensor x) {
    // At 0 both max and min take their first operand, so the derivative there is 1 - 1/2.
    return x.max(zero(x)).add(x.neg().min(x).exp().log1p());
  }

  /**
   * x sigmoid(x), also called swish.
   *
   * <p>Source: Hendrycks and Gimpel (2016), Gaussian error linear units; Ramachandran, Zoph and Le (2017), Searching for
   * activation functions.
   */
  public static Tensor silu(Tensor x) {
    return x.mul(sigmoid(x));
  }

  /**
   * x tanh(softplus(x)).
   *
   * <p>Source: Misra (2019), Mish: a self regularized non-monotonic activation function.
   */
  public static Tensor mish(Tensor x) {
    return x.mul(softplus(x).tanh());
  }

  /**
   * x / (1 + |x|).
   *
   * <p>Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward networks.
   */
  public static Tensor softsign(Tensor x) {
    return x.div(x.abs().add(1));
  }

  /** min(max(x, -1), 1). */
  public static Tensor hardTanh(Tensor x) {
    return clamp(x, -1, 1);
  }

  /**
   * min(max(x/6 + 1/2, 0), 1), a sigmoid of three pieces.
   *
   * <p>Source: Howard et al. (2019), Searching for MobileNetV3, section 5.2.
   */
  public static Tensor hardSigmoid(Tensor x) {
    return clamp(x.div(6).add(0.5), 0, 1);
  }

  /**
   * x hardSigmoid(x).
   *
   * <p>Source: Howard et al. (2019), Searching for MobileNetV3, section 5.2.
   */
  public static Tensor hardSwish(Tensor x) {
    return x.mul(Tensor.scalar(x.dtype(), 1).min(x.div(6).add(0.5).max(zero(x))));
  }

  /** x - tanh x. */
  public static Tensor tanhShrink(Tensor x) {
    return x.sub(x.tanh());
  }

  /**
   * sign(x) max(|x| - lambda, 0): x moved towards 0 by lambda, 0 within.
   *
   * <p>Source: Donoho (1995), De-noising by soft-thresholding.
   */
  public static Tensor softShrink(Tensor x, double lambda) {
    return x.sub(x.clip(-lambda, lambda));
  }

  /** x, but 0 where |x| is at most lambda. */
  public static Tensor hardShrink(Tensor x, double lambda) {
    return x.abs().gt(lambda).select(x, zero(x));
  }

  /**
   * The gated linear unit a sigmoid(b): the first half along an axis times the sigmoid of the second.
   *
   * <p>Shapes: x [...,2 C,...], y [...,C,...].
   *
   * <p>Errors: an axis of odd extent.
   *
   * <p>Source: Dauphin, Fan, Auli and Grangier (2017), Language modeling with gated convolutional networks, section 2.
   */
  public static Tensor glu(Tensor x, int axis) {
    int half = x.shape().extent(axis) / 2;
    if (x.shape().extent(axis) != 2 * half) {
      throw new IllegalArgumentException("glu needs an even extent of axis " + axis + " of " + x.type());
    }
    return x.slice(axis, 0, half).mul(sigmoid(x.slice(axis, half, 2 * half)));
  }

  /** Kept within bounds, with derivative 0 at and beyond them. */
  private static Tensor clamp(Tensor x, double least, double most) {
    return Tensor.scalar(x.dtype(), most).min(Tensor.scalar(x.dtype(), least).max(x));
  }
}
