package ansatz.cli.internal;

import ansatz.cli.Part;
import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Experiment;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A runner whose runs compare two models in six steps, and the workbench around it. */
final class FakeRunner implements Runner, RunReader, Workbench {
  boolean interrupted;
  RunState found = RunState.FINISHED;
  List<Swap> swaps = List.of();
  RuntimeException failure;
  Error error;

  @Override
  public Experiment prepare(Path file, List<String> overrides) {
    if (overrides.contains("bad=1")) {
      throw new ConfigException(file + ": unknown key 'bad' — did you mean 'bed'?");
    }
    return new Experiment("toy", 42, "fit", Map.of());
  }

  @Override
  public RunRow run(Experiment experiment, Path source, List<String> overrides, Watcher watcher) {
    watcher.started(row(RunState.RUNNING, 0), experiment, 0, 6);
    for (int step = 1; step <= 6; step++) {
      if (step == 4 && error != null) {
        throw error;
      }
      if (step == 4 && failure != null) {
        throw failure;
      }
      watcher.stepped(new Work.StepReport(step, "ridge fold " + step + "/6", List.of(), List.of(), false), step, 6);
      watcher.acknowledged(step);
    }
    RunRow ended = row(interrupted ? RunState.INTERRUPTED : RunState.FINISHED, 6);
    watcher.ended(ended);
    return ended;
  }

  @Override
  public RunRow resume(String idOrName, Watcher watcher) {
    throw new RefusedException("run " + idOrName + " is running in process 17 — wait for it");
  }

  @Override
  public RunRow run(Experiment experiment, Path source, List<String> overrides, List<Replacement.Planned> plan,
      Watcher watcher) {
    return run(experiment, source, overrides, watcher);
  }

  private static RunRow row(RunState state, long step) {
    return new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", state, step, 6, Instant.EPOCH, Instant.EPOCH, 1.5,
        "abc", "ridge rmse 2", "");
  }

  @Override
  public RunRow find(String reference) {
    return row(found, 6);
  }

  @Override
  public List<RunRow> list() {
    return List.of(row(RunState.FINISHED, 6), row(RunState.CRASHED, 2));
  }

  @Override
  public Registry registry() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "object");
  }

  @Override
  public RunFiles read(String reference) {
    Map<String, Object> lock = Map.of("seed", 42, "data",
        Map.of("name", "diabetes", "fingerprint", "9b1f0123456789", "rows", 442), "slots",
        Map.of("linalg", Map.of("part", "jblas", "bundle", "ansatz.linalg.jblas", "version", "1.0.0")));
    return new RunFiles(row(RunState.FINISHED, 6), Path.of("nowhere"), Map.of("seed", 42), lock, result(),
        new TreeMap<>(), List.of(new Point(1, "ridge/fold-1", "rmse", 2)), List.of(), List.of(), swaps, ChainLink.NONE);
  }

  private static Map<String, Object> result() {
    return Map.of("metrics",
        List.of(Map.of("name", "rmse", "better", "lower", "title", "RMSE"),
            Map.of("name", "r2", "better", "higher", "title", "R²")),
        "models", List.of(model("knn", 3, 0.25), model("ridge", 2, 0.5)), "best", "ridge", "data", Map.of("rows", 442),
        "validation", Map.of("kind", "k-fold", "folds", 3), "comparison",
        Map.of("reference", "ridge", "method", "corrected resampled t-test", "adjustment",
            "Holm (1979)", "rows",
            List.of(Map.of("label", "knn", "p", 0.002, "pAdjusted", 0.0041))));
  }

  private static Map<String, Object> model(String label, double rmse, double r2) {
    return Map.of("label", label, "metrics",
        Map.of("rmse", Map.of("mean", rmse, "standardError", 0.1, "folds", Arrays.asList(rmse - 1, rmse, rmse + 1)),
            "r2", Map.of("mean", r2, "standardError", 0.01, "folds", Arrays.asList(r2, null, r2))));
  }

  @Override
  public <S> S service(Class<S> type) {
    return type.cast(this);
  }

  @Override
  public <S> List<Part<S>> parts(Class<S> type) {
    return List.of();
  }

  @Override
  public void home(String folder) {}

  @Override
  public void giveBack() {
    // It gave nothing out.
  }
}
