package ansatz.baseline.tribuo;

import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.optimisers.AdaDelta;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.math.optimisers.RMSProp;
import org.tribuo.math.optimisers.SGD;

/** The rules by which Tribuo's stochastic gradient descent sizes its steps. */
public enum Optimizer {
  /** A step size for each weight, falling with the squared gradients it has seen. */
  ADA_GRAD,
  /** Moments of first and second order. */
  ADAM,
  /** A running mean of squared gradients, with rho 0.9. */
  RMS_PROP,
  /** Units of the weights restored by their own updates; takes no step size. */
  ADA_DELTA,
  /** The same step size throughout. */
  CONSTANT,
  /** Falling as 1 / t. */
  LINEAR_DECAY,
  /** Falling as 1 / sqrt(t). */
  SQRT_DECAY;

  StochasticGradientOptimiser with(double learningRate) {
    return switch (this) {
      case ADA_GRAD -> new AdaGrad(learningRate, 0.1);
      case ADAM -> new Adam(learningRate, 0.9, 0.999, 1e-6);
      case RMS_PROP -> new RMSProp(learningRate, 0.9);
      case ADA_DELTA -> new AdaDelta();
      case CONSTANT -> SGD.getSimpleSGD(learningRate);
      case LINEAR_DECAY -> SGD.getLinearDecaySGD(learningRate);
      case SQRT_DECAY -> SGD.getSqrtDecaySGD(learningRate);
    };
  }
}
