package ansatz.baseline.tribuo.internal;

import com.google.protobuf.Any;
import java.util.Arrays;
import java.util.List;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * The mean of predictions.
 *
 * <p>The unweighted mean of Tribuo 4.3.2 is the last of the predictions: its running mean is not divided by their number.
 * The weighted one is right, and with equal weights it is the mean.
 */
public final class MeanCombiner extends AveragingCombiner {
  private static final long serialVersionUID = 1;

  /** Called by Tribuo through reflection when a model is read. */
  public static MeanCombiner deserializeFromProto(int version, String className, Any message) {
    if (version != CURRENT_VERSION) {
      throw new IllegalArgumentException(className + " has version " + version + ", known is " + CURRENT_VERSION);
    }
    return new MeanCombiner();
  }

  @Override
  public Prediction<Regressor> combine(ImmutableOutputInfo<Regressor> outputs,
      List<Prediction<Regressor>> predictions) {
    float[] weights = new float[predictions.size()];
    Arrays.fill(weights, 1);
    return combine(outputs, predictions, weights);
  }
}
