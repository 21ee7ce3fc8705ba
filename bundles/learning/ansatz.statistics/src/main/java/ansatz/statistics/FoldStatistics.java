package ansatz.statistics;

import java.util.Arrays;

/**
 * Mean and standard error of a metric over the folds of a cross-validation.
 *
 * <p>$$ \bar m = \frac{1}{J} \sum_{j=1}^J m_j, \qquad
 *   s = \sqrt{\frac{1}{J-1} \sum_j (m_j - \bar m)^2}, \qquad \mathrm{SE} = \frac{s}{\sqrt{J}} $$
 *
 * <p>The folds share training rows, so that the standard error is too small when it is read as the error of the
 * expected metric; {@link PairedComparison} corrects for that.
 *
 * <p>Shapes: values m [J].
 *
 * @param folds J
 * @param deviation s, NaN for a single fold
 * @param standardError NaN for a single fold
 */
public record FoldStatistics(int folds, double mean, double deviation, double standardError) {
  /** The statistics of one value per fold; one NaN makes all of them NaN. */
  public static FoldStatistics of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there are no folds");
    }
    int folds = values.length;
    double mean = Arrays.stream(values).sum() / folds;
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = folds == 1 ? Double.NaN : Math.sqrt(squares / (folds - 1));
    return new FoldStatistics(folds, mean, deviation, deviation / Math.sqrt(folds));
  }
}
