package ansatz.baseline.tribuo;

import ansatz.baseline.tribuo.internal.Trainers;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Name;
import ansatz.learn.Param;
import org.osgi.service.component.annotations.Component;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;

/**
 * Multinomial naive Bayes: features are counts, drawn independently given the class. Refuses negative features.
 *
 * $$ \hat y = \arg\max_k \sum_{j=1}^D x_j \log \theta_{kj}, \qquad
 * \theta_{kj} = \frac{\alpha + \sum_{i : y_i = k} x_{ij}}{\alpha D + \sum_{j'} \sum_{i : y_i = k} x_{ij'}} $$
 *
 * <p>Tribuo gives all classes the same prior.
 *
 * <p>Shapes: x [N,D] not negative, y [N], theta [K,D].
 *
 * <p>Cost: O(N D) time, O(K D) memory.
 */
@Cite(key = "mccallum1998events", title = "A Comparison of Event Models for Naive Bayes Text Classification",
    authors = "McCallum, A. and Nigam, K.", year = 1998, venue = "AAAI-98 Workshop on Learning for Text Categorization",
    url = "https://www.cs.cmu.edu/~knigam/papers/multinomial-aaaiws98.pdf", where = "eq. (6)")
public final class MultinomialNb extends AbstractTribuoEstimator {
  /** Parameters. */
  public record Config(
      @Param(help = "counts added to every feature of every class", value = "1", min = 0, exclusiveMin = true,
          scale = Param.Scale.LOG) double alpha) {}

  public MultinomialNb(Config config) {
    super(Trainers.classify(_ -> new MultinomialNaiveBayesTrainer(config.alpha)).weighing("log probabilities"));
  }

  @Override
  public boolean negativeFeatures() {
    return false;
  }

  /** The service. */
  @Component(service = EstimatorFactory.class)
  @Name("tribuo.multinomial-nb")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<MultinomialNb> algorithm() {
      return MultinomialNb.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new MultinomialNb((Config) config);
    }
  }
}
