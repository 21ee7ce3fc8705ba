package ansatz.fit;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.data.TransformFactory;
import ansatz.data.files.Csv;
import ansatz.data.transforms.Standardize;
import ansatz.experiment.Experiment;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.Procedure;
import ansatz.experiment.Registry;
import ansatz.experiment.Work;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Key;
import ansatz.learn.MetricFactory;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.jblas.JblasLinearAlgebra;
import ansatz.metrics.Coverage;
import ansatz.metrics.LogLikelihood;
import ansatz.metrics.Mae;
import ansatz.metrics.Rmse;
import ansatz.regression.GaussianMixture;
import ansatz.regression.KMeans;
import ansatz.regression.OrdinaryLeastSquares;
import ansatz.regression.Ridge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Small experiments over real parts and a made-up data set. */
public final class FitFixture {
  /** Two regressions on three folds and, in the middle of it, something to notice. */
  public static final String REGRESSION = """
      name: small
      seed: 7
      data: {sample: waves, target: y, transform: [standardize]}
      fit:
        validation: {kind: k-fold, folds: 3}
        models:
          ols: {}
          ridge: {lambda: 0.5}
      metrics: [rmse, mae]
      report: false
      """;

  /** Iterative estimators, so that a run stops in the middle of one. */
  public static final String MIXTURE = """
      name: groups
      seed: 7
      data: {sample: waves, ignore: [y]}
      fit:
        validation: {kind: all}
        models:
          k-means: {k: 3}
          gaussian-mixture: {k: 2, tolerance: 0, maxSteps: 12}
      metrics: [log-likelihood]
      report: false
      """;

  /** One of them on two folds. */
  public static final String FOLDED_MIXTURE = MIXTURE.replace("{kind: all}", "{kind: k-fold, folds: 2}")
      .replace("    k-means: {k: 3}\n", "");

  private FitFixture() {}

  public static PlainRegistry registry() {
    return new PlainRegistry().with(Procedure.class, new FitProcedure())
        .with(LinearAlgebra.class, "jblas", new JblasLinearAlgebra())
        .with(EstimatorFactory.class, new OrdinaryLeastSquares.Factory())
        .with(EstimatorFactory.class, new Ridge.Factory()).with(EstimatorFactory.class, new KMeans.Factory())
        .with(EstimatorFactory.class, new GaussianMixture.Factory()).with(MetricFactory.class, new Rmse.Factory())
        .with(MetricFactory.class, new Mae.Factory())
        .with(MetricFactory.class, new Coverage.Factory()).with(MetricFactory.class, new LogLikelihood.Factory())
        .with(TransformFactory.class, new Standardize.Factory()).with(Sample.class, "waves", new Waves())
        .with(TableReader.class, "csv", new Csv());
  }

  /** A checked experiment. */
  static Experiment experiment(String yaml, Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Object read = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    ((Map<?, ?>) read).forEach((key, value) -> tree.put((String) key, value));
    Map<String, Object> resolved = new FitProcedure().check(tree, registry);
    return new Experiment((String) resolved.get("name"), (Long) resolved.get("seed"), "fit", resolved);
  }

  static Work open(String yaml, Registry registry) {
    return new FitProcedure().open(experiment(yaml, registry), registry);
  }

  /** Sixty rows of three waves and a noisy sum. */
  private static final class Waves implements Sample {
    @Override
    public String description() {
      return "made up";
    }

    @Override
    public Dataset load() {
      int n = 60;
      RandomGenerator random = new Key(1).generator();
      double[][] x = new double[3][n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 3; j++) {
          x[j][i] = random.nextGaussian() + (i % 3 == j ? 4 : 0);
        }
        y[i] = x[0][i] - 2 * x[1][i] + 0.1 * random.nextGaussian();
      }
      return new Dataset("waves", List.of(new Column.Numeric("a", x[0]), new Column.Numeric("b", x[1]),
          new Column.Numeric("c", x[2]), new Column.Numeric("y", y)), Map.of(), "");
    }
  }
}
