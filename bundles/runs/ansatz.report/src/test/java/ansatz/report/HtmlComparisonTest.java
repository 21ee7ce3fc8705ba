package ansatz.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Divergence;
import ansatz.experiment.Point;
import ansatz.experiment.RunFiles;
import ansatz.experiment.VersionComparison;
import ansatz.experiment.VersionComparison.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class HtmlComparisonTest {
  private static final RunFiles A = Fixtures.swapped();

  /** The second run parts from the first at iteration 3 of the mixture. */
  private static VersionComparison comparison(double factor) {
    List<Point> points = A.points().stream()
        .map(p -> p.step() < 3 || p.series().startsWith("k-means")
            ? p
            : new Point(p.step(), p.series(), p.metric(), p.value() * factor))
        .toList();
    RunFiles b = new RunFiles(A.row(), A.folder(), A.config(), A.lock(), A.result(), A.arrays(), points, A.timings(),
        A.ledger(), List.of(), A.head());
    List<Row> rows = List.of(
        new Row("gaussian-mixture", "log-density", "Mean log density <b>", "higher", -1.42, -1.41, 0.01, 0.003, 0.012),
        new Row("gaussian-mixture", "adjusted-rand", "Adjusted Rand index", "higher", 0.9, 0.9, 0, 0, 1));
    return new VersionComparison("model.gaussian-mixture", "gaussian-mixture@1.0.0", "gaussian-mixture@1.0.1", A, b,
        Divergence.ofResults(A, b), rows, Divergence.tracks(A, b), "B better in <i> (p 0.012)");
  }

  private static Document page(VersionComparison comparison) {
    return Jsoup.parse(new String(new HtmlComparison().render(comparison), StandardCharsets.UTF_8));
  }

  @Test
  void isWellFormedEqualAndLoadsNothing() {
    byte[] bytes = new HtmlComparison().render(comparison(1 + 1e-6));
    assertArrayEquals(bytes, new HtmlComparison().render(comparison(1 + 1e-6)));
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = parser.parseInput(new String(bytes, StandardCharsets.UTF_8), "");
    assertEquals(List.of(), parser.getErrors());
    assertEquals(0, page.select("[src], link").size());
  }

  @Test
  void verdictMetricsAndTheFirstDifferenceAreInWords() {
    Document page = page(comparison(1 + 1e-6));
    assertEquals("B better in <i> (p 0.012).", page.select(".headline").text());
    List<String> cells = page.select("table.versions tbody tr").first().children().eachText();
    assertEquals(List.of("gaussian-mixture", "Mean log density <b>", "−1.42", "−1.41"), cells.subList(0, 4));
    assertEquals("+0.0100 ± 0.0030", cells.get(4).replace('\u00a0', ' '));
    assertEquals("0.012", cells.get(5));
    assertEquals("equal", page.select("table.versions tbody tr").last().child(4).text());
    assertTrue(page.select(".where").first().text().startsWith(
        "First at step 3: mean log-likelihood of gaussian-mixture/fold-1 at its iteration 3 was "), page.text());
  }

  @Test
  void curvesStandAtTheLogarithmOfTheDifference() throws Exception {
    Document page = page(comparison(1 + 1e-6));
    JsonNode figures = new ObjectMapper().readTree(page.getElementById("figures").data());
    assertEquals(2, page.select(".chart").size(), "one panel a metric");
    JsonNode data = figures.path("chart-1").path("series").path(0).path("data");
    assertEquals(-17, data.path(1).path(1).asDouble());
    assertTrue(data.path(2).path(1).asDouble() > -7, data::toString);
    assertEquals("inertia: equal to the bit in its only fit", page.select("#chart-2").attr("aria-label"));
  }

  @Test
  void aSinglePointIsAMarkNotALine() throws Exception {
    VersionComparison one = comparison(1 + 1e-6);
    List<VersionComparison.Track> tracks = List
        .of(new VersionComparison.Track("ridge/fold-1", "rmse", new long[] {7}, new double[] {1e-3}));
    Document page = page(new VersionComparison(one.slot(), one.partA(), one.partB(), one.a(), one.b(), one.divergence(),
        one.rows(), tracks, one.verdict()));
    JsonNode series = new ObjectMapper().readTree(page.getElementById("figures").data()).path("chart-1").path("series");
    assertEquals("points", series.path(0).path("mark").asText());
  }

  @Test
  void equalBitsAreSaid() {
    Document page = page(comparison(1));
    assertTrue(page.text().contains("All 49 points and 5 arrays are equal to the bit."), page.text());
    assertEquals(0, page.select(".where").size());
  }
}
