package ansatz.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Work;
import ansatz.fixtures.SmallExperiments;
import ansatz.statistics.Holm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitOutcomeTest {
  private static Map<String, Object> result(String yaml) {
    try (Work work = FitFixture.open(yaml, SmallExperiments.registry())) {
      while (!work.finished()) {
        work.step();
      }
      return work.outcome().result();
    }
  }

  @Test
  void metricsCarryTheirTitleAndNominalValue() {
    Map<String, Object> result = result(
        SmallExperiments.REGRESSION.replace("[rmse, mae]", "[rmse, {coverage: {level: 0.9}}]"));
    List<Map<?, ?>> metrics = list(result, "metrics");
    assertEquals(List.of("RMSE", "Coverage"), metrics.stream().map(metric -> metric.get("title")).toList());
    assertNull(metrics.getFirst().get("nominal"));
    assertEquals(0.9, metrics.getLast().get("nominal"));
    assertTrue(result.get("headline").toString().contains(" leads on waves: RMSE "), result::toString);
  }

  @Test
  void severalComparisonsAreAdjusted() {
    Map<String, Object> result = result(SmallExperiments.REGRESSION.replace("    ols: {}\n",
        "    ols: {}\n    stiff: {use: ridge, lambda: 50}\n    stiffer: {use: ridge, lambda: 500}\n"));
    Map<?, ?> comparison = (Map<?, ?>) result.get("comparison");
    assertEquals("Holm (1979)", comparison.get("adjustment"));
    List<Map<?, ?>> rows = list(comparison, "rows");
    assertEquals(3, rows.size());
    double[] p = numbers(rows, "p");
    assertArrayEquals(Holm.adjusted(p), numbers(rows, "pAdjusted"));
    assertTrue(Arrays.stream(numbers(rows, "pAdjusted")).sum() > Arrays.stream(p).sum(), "nothing was adjusted");
  }

  @Test
  void infinitiesAreWordsAndNaNIsAbsent() {
    assertEquals(1.5, FitOutcome.number(1.5));
    assertNull(FitOutcome.number(Double.NaN));
    assertEquals("Infinity", FitOutcome.number(Double.POSITIVE_INFINITY));
    assertEquals("-Infinity", FitOutcome.number(Double.NEGATIVE_INFINITY));
  }

  private static double[] numbers(List<Map<?, ?>> rows, String key) {
    return rows.stream().mapToDouble(row -> (Double) row.get(key)).toArray();
  }

  private static List<Map<?, ?>> list(Map<?, ?> tree, String key) {
    return ((List<?>) tree.get(key)).stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }
}
