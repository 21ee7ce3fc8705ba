package ansatz.runner;

import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.data.TransformFactory;
import ansatz.data.files.Csv;
import ansatz.data.files.Safetensors;
import ansatz.data.transforms.Standardize;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.Procedure;
import ansatz.experiment.Registry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner.Watcher;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A runner over a home of its own, with real parts and a small made-up data set. */
final class Bench {
  /** Two regressions on three folds and, in the middle of it, something to notice. */
  static final String REGRESSION = """
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
  static final String MIXTURE = """
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

  final Path folder;
  final Disk disk;
  final RunStore store;
  final LocalRunner runner;

  Bench(Path folder, RunStore store, Disk disk) {
    this(folder, store, disk, registry());
  }

  Bench(Path folder, RunStore store, Disk disk, Registry registry) {
    this.folder = folder;
    this.disk = disk;
    this.store = store;
    this.runner = new LocalRunner(registry, store, new Safetensors(), new Home(folder), disk);
  }

  static PlainRegistry registry() {
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

  Experiment prepare(String yaml, String... overrides) {
    return runner.prepare(write(yaml), List.of(overrides));
  }

  RunRow run(String yaml, Watcher watcher) {
    return runner.run(prepare(yaml), folder.resolve("experiment.yaml"), List.of(), watcher);
  }

  Path write(String yaml) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("experiment.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] file(RunRow run, String name) {
    try {
      return Files.readAllBytes(folder.resolve("runs").resolve(run.id()).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sixty rows of three waves and a noisy sum. */
  static final class Waves implements Sample {
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
