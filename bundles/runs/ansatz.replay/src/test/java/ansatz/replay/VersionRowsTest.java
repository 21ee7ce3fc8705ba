package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Divergence;
import ansatz.experiment.Divergence.Where;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunState;
import ansatz.experiment.VersionComparison.Row;
import ansatz.statistics.PairedComparison;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionRowsTest {
  private static final double[] RMSE = {54.1, 55.3, 53.2, 56.0, 54.4};
  private static final Divergence PARTED = new Divergence(10, 2,
      List.of(new Where(3, "rmse of ridge/fold-1 at its iteration 1", "1.0", "1.1", 0.1)));

  /** Two models; the folds of ridge's RMSE are given, everything else is the same in both runs. */
  private static RunFiles run(Double... rmse) {
    Map<String, Object> ridge = Map.of("label", "ridge", "metrics",
        Map.of("rmse", Map.of("folds", Arrays.asList(rmse)), "r2",
            Map.of("folds", Arrays.asList(0.5, 0.4, 0.5, 0.4, 0.6))));
    Map<String, Object> knn = Map.of("label", "knn", "metrics",
        Map.of("rmse", Map.of("folds", Arrays.asList(60.0, 61.0, 60.0, 61.0, 62.0)), "r2",
            Map.of("folds", Arrays.asList(null, null, null, null, null))));
    Map<String, Object> result = Map.of("models", List.of(ridge, knn), "metrics",
        List.of(Map.of("name", "rmse", "title", "RMSE", "better", "lower"),
            Map.of("name", "r2", "title", "R²", "better", "higher")));
    return MadeUpRuns.run(RunState.FINISHED, Path.of("nowhere"), Map.of(), result, List.of(), List.of(), List.of());
  }

  private static RunFiles shifted(double... by) {
    Double[] folds = new Double[RMSE.length];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = RMSE[i] + by[i];
    }
    return run(folds);
  }

  @Test
  void aModelsSlotConcernsThatModelOnly() {
    RunFiles a = shifted(0, 0, 0, 0, 0);
    assertEquals(List.of("ridge rmse", "ridge r2"), VersionRows.of("model.ridge", a, a).stream()
        .map(row -> row.model() + " " + row.metric()).toList());
    assertEquals(2, VersionRows.of("model.ridge.kernel", a, a).size());
    assertEquals(3, VersionRows.of("linalg", a, a).size(), "knn has no R²");
  }

  @Test
  void pIsThatOfTheCorrectedTestAndEqualRowsCountForNone() {
    double[] by = {-1.1, -0.9, -1.3, -0.8, -1.0};
    Row row = VersionRows.of("model.ridge", shifted(0, 0, 0, 0, 0), shifted(by)).getFirst();
    double[] b = RMSE.clone();
    Arrays.setAll(b, i -> RMSE[i] + by[i]);
    assertEquals(PairedComparison.of(b, RMSE, 0.25).p(), row.p(), 1e-15, "one row differs, so nothing is adjusted");
    assertEquals(-1.02, row.difference(), 1e-9);
    String verdict = VersionRows.verdict(List.of(row), PARTED);
    assertTrue(verdict.matches("B better in RMSE of ridge by 1\\.9 % \\(p (0\\.00\\d+|< 0\\.001)\\)"), verdict);
    assertTrue(VersionRows.verdict(VersionRows.of("model.ridge", shifted(by), shifted(0, 0, 0, 0, 0)), PARTED)
        .startsWith("A better in RMSE"));
  }

  @Test
  void whatTheFoldsCannotTellIsSaid() {
    List<Row> rows = VersionRows.of("model.ridge", shifted(0, 0, 0, 0, 0), shifted(1, -1, 0.5, -1, 0.8));
    String verdict = VersionRows.verdict(rows, PARTED);
    assertTrue(verdict.startsWith("no difference that the folds can tell: RMSE of ridge by 0.11 % (p 0.9"), verdict);
  }

  @Test
  void equalBitsAreIdenticalAndEqualMetricsNoDifference() {
    RunFiles a = shifted(0, 0, 0, 0, 0);
    assertEquals("bit-identical (10 points, 2 arrays)",
        VersionRows.verdict(VersionRows.of("linalg", a, a), new Divergence(10, 2, List.of())));
    assertEquals("no difference in the metrics: the numbers part by 1.0e-01 in rmse of ridge/fold-1 at its iteration 1 "
        + "(step 3)", VersionRows.verdict(VersionRows.of("linalg", a, a), PARTED));
  }

  @Test
  void whatRoundingDoesIsNoDifferenceHoweverSureTheFoldsAre() {
    Divergence rounding = new Divergence(10, 2, List.of(new Where(3, "rmse of ridge/fold-1", "1", "2", 5e-15)));
    List<Row> rows = VersionRows.of("linalg", shifted(0, 0, 0, 0, 0), shifted(1e-14, 1e-14, 1e-14, 1e-14, 1e-14));
    assertEquals("no difference beyond rounding: the numbers part by 5.0e-15 in rmse of ridge/fold-1 (step 3)",
        VersionRows.verdict(rows, rounding));
  }

  @Test
  void aSingleFoldHasNoP() {
    List<Row> rows = VersionRows.of("model.ridge", run(54.0), run(53.0));
    assertTrue(Double.isNaN(rows.getFirst().p()));
    assertEquals("different in RMSE of ridge by 1.9 %; a single fold has no p", VersionRows.verdict(rows, PARTED));
  }
}
