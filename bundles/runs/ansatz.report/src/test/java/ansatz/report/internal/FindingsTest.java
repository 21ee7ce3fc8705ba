package ansatz.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingsTest {
  @Test
  void theBestCoverageIsTheOneNearestToItsLevel() {
    Findings findings = findings("nominal",
        List.of(model("narrow", 0.90), model("none", null), model("wide", 0.99), model("right", 0.95)));
    assertEquals(Optional.of("right"), findings.best(findings.measures().getFirst()));
    assertEquals(List.of("right", "wide", "narrow", "none"), labels(findings));
    assertEquals("should be 0.95", findings.measures().getFirst().direction());
  }

  @Test
  void anInfiniteMeanIsThereButNeverTheBest() {
    Findings findings = findings("lower",
        List.of(model("none", null), model("sure", "Infinity"), model("careful", 2.5)));
    assertEquals(Optional.of("careful"), findings.best(findings.measures().getFirst()));
    assertEquals(List.of("careful", "sure", "none"), labels(findings));
    Findings alone = findings("lower", List.of(model("sure", "Infinity")));
    assertEquals(Optional.empty(), alone.best(alone.measures().getFirst()));
    assertEquals("Score is infinite for every model that has one.", Headline.of(null, alone));
  }

  private static List<String> labels(Findings findings) {
    return findings.models().stream().map(Findings.Model::label).toList();
  }

  private static Findings findings(String better, List<Map<String, Object>> models) {
    return Findings.of(Map.of("metrics",
        List.of(Map.of("name", "score", "title", "Score", "better", better, "nominal", 0.95)), "models",
        models));
  }

  private static Map<String, Object> model(String label, Object mean) {
    Map<String, Object> score = new HashMap<>();
    score.put("mean", mean);
    return Map.of("label", label, "metrics", Map.of("score", score));
  }
}
