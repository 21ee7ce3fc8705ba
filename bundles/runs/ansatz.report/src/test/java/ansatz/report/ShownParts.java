package ansatz.report;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Registry;
import ansatz.experiment.Source;
import ansatz.learn.Cite;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Param;
import java.util.List;

/** A registry with two algorithms that can be described (never run), as a home with one bundle installed would have. */
final class ShownParts implements Registry {
  /** Described by META-INF/ansatz of the test's resources. */
  @Cite(key = "hoerl1970ridge", title = "Ridge regression: biased estimation for nonorthogonal problems",
      authors = "Hoerl, A. E. and Kennard, R. W.", year = 1970, venue = "Technometrics 12, 55-67",
      url = "https://doi.org/10.1080/00401706.1970.10488634", where = "eq. (2.1)")
  interface Ridge extends Estimator {
    record Config(@Param(help = "penalty on the squared weights", value = "1.0", min = 0) double lambda,
        @Param(help = "fit an intercept, which is not penalised", value = "true") boolean intercept) {}
  }

  @Cite(key = "mackay1992interpolation", title = "Bayesian interpolation", authors = "MacKay, D. J. C.", year = 1992,
      venue = "Neural Computation 4, 415-447", url = "https://doi.org/10.1162/neco.1992.4.3.415")
  interface BayesianLinear extends Estimator {
    record Config(@Param(help = "largest number of updates", value = "300", min = 1) int iterations) {}
  }

  private record Factory(Class<? extends Estimator> algorithm, Class<? extends Record> config)
      implements
        EstimatorFactory {
    @Override
    public Estimator create(Record config) {
      throw new UnsupportedOperationException("only described");
    }
  }

  @Override
  public <S> List<Offer<S>> offers(Class<S> kind) {
    if (kind != EstimatorFactory.class) {
      return List.of();
    }
    return List.of(offer(kind, "ridge", Ridge.class, Ridge.Config.class),
        offer(kind, "bayesian-linear", BayesianLinear.class, BayesianLinear.Config.class));
  }

  @Override
  public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
    throw new ConfigException("nothing to lease here");
  }

  @Override
  public long epoch() {
    return 0;
  }

  @Override
  public List<Source> bundles() {
    return List.of();
  }

  private static <S> Offer<S> offer(Class<S> kind, String name, Class<? extends Estimator> algorithm,
      Class<? extends Record> config) {
    return new Offer<>(kind, name, 0, Fixtures.source("ansatz.regression"), kind.cast(new Factory(algorithm, config)));
  }
}
