package ansatz.cli.command.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void theBestCoverageIsTheOneNearestToItsLevel() {
    Tree result = new Tree(Map.of("metrics",
        List.of(Map.of("name", "coverage", "title", "Coverage", "better", "nominal", "nominal", 0.95)), "models",
        List.of(model("narrow", 0.90), model("none", null), model("wide", 0.99), model("right", 0.95))));
    ResultTable table = new ResultTable(result);
    assertEquals(List.of("right 0.95 *", "wide 0.99", "narrow 0.9", "none –"), rows(table));
    assertEquals("* best   – has not what the metric needs", table.footer(result));
  }

  @Test
  void anInfiniteMeanIsShownAndIsNeverTheBest() {
    Tree result = new Tree(Map.of("metrics",
        List.of(Map.of("name", "nll", "title", "NLL", "better", "lower")), "models",
        List.of(model("sure", "Infinity"), model("none", null))));
    assertEquals(List.of("sure inf", "none –"), rows(new ResultTable(result)));
  }

  private static List<String> rows(ResultTable table) {
    return table.table().lines(80, new Paint(false)).stream().skip(1).map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }

  private static Map<String, Object> model(String label, Object mean) {
    Map<String, Object> score = new HashMap<>();
    score.put("mean", mean);
    return Map.of("label", label, "metrics", Map.of("coverage", score, "nll", score));
  }
}
