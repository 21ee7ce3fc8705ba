package ansatz.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.RunFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {
  static List<RunFiles> runs() {
    return List.of(Fixtures.regression(), Fixtures.classification(List.of("benign", "malignant")),
        Fixtures.classification(List.of("setosa", "versicolor", "virginica")), Fixtures.clustering(),
        Fixtures.swapped(), Fixtures.failed());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void isWellFormed(RunFiles run) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    parser.parseInput(text(run), "");
    assertEquals(List.of(), parser.getErrors());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void loadsNothingFromOutside(RunFiles run) {
    Document page = page(run);
    for (Element element : page.getAllElements()) {
      for (String key : List.of("src", "href", "srcset", "data", "action", "poster")) {
        assertTrue(element.attr(key).isEmpty() || element.attr(key).startsWith("#"),
            () -> key + " of " + element.tagName());
      }
    }
    for (Element style : page.select("style")) {
      assertFalse(style.data().matches("(?s).*(@import|url\\((?!data:)).*"));
    }
    assertTrue(
        page.select("meta[http-equiv=Content-Security-Policy]").attr("content").startsWith("default-src 'none'"));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void isSmallAndEqualForEqualRuns(RunFiles run) {
    byte[] page = new HtmlReport().render(run, new ShownParts());
    assertTrue(page.length < 3_000_000, () -> page.length + " bytes");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertArrayEquals(page, new HtmlReport().render(run, new ShownParts()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void staysSmallForManyRows() {
    RunFiles large = Fixtures.regression(50_000, List.of("a", "b", "c", "d", "e", "f"), "y");
    assertTrue(new HtmlReport().render(large, new ShownParts()).length < 3_000_000);
    assertTrue(page(large).text().contains("Shown: an even sample of 1,200 of 50,000."));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyChartHasDataAndWords(RunFiles run) throws Exception {
    Document page = page(run);
    JsonNode figures = new ObjectMapper().readTree(page.getElementById("figures").data());
    assertEquals(figures.size(), page.select(".chart").size());
    for (Element chart : page.select(".chart")) {
      assertTrue(figures.has(chart.id()));
      assertEquals("img", chart.attr("role"));
      assertTrue(chart.attr("aria-label").length() > 20, chart::id);
    }
    assertEquals(page.select("figure").size(), page.select("figure > figcaption").size());
    assertEquals(page.select("table").size(), page.select("table > caption").size());
    assertEquals(1, page.select("h1").size());
  }

  @Test
  void tableHoldsTheNumbersOfTheResult() {
    RunFiles run = Fixtures.regression();
    Document page = page(run);
    Element knn = page.select("table.results tbody tr").stream().filter(r -> r.select("th").text().equals("knn"))
        .findFirst().orElseThrow();
    assertEquals(estimate(run, "knn", "rmse", 1), knn.select("td .number").first().text());
    assertEquals("–", knn.select("td").last().text());
    assertEquals("bayesian-linear", page.select("table.results tbody th").first().text());
    assertEquals(estimate(run, "bayesian-linear", "rmse", 2), page.select("td.best .number").first().text());
  }

  @Test
  void headlineSaysWhoIsBestAndWhoIsNotWorse() {
    RunFiles run = Fixtures.regression();
    String headline = page(run).select(".headline").text();
    assertTrue(headline.startsWith("bayesian-linear predicts best: RMSE " + estimate(run, "bayesian-linear", "rmse", 2)
        + "; ols, ridge, lasso and gaussian-process are not distinguishable from it (p > 0.05, Holm); knn is worse by "),
        headline);
  }

  @Test
  void modelWithoutTheMetricIsNotCompared() {
    Document page = page(Fixtures.classification(List.of("benign", "malignant")));
    Element svm = page.select("table.comparison tr:contains(svm)").first();
    assertEquals("–  – has no Log loss", svm.select("td").text());
    assertEquals(0, svm.select("svg").size());
    assertFalse(page.select(".headline").text().contains("svm"));
  }

  @Test
  void methodsAndReferencesComeFromTheParts() {
    Document page = page(Fixtures.regression());
    assertTrue(page.select(".tex").eachText().stream().anyMatch(t -> t.contains("\\lambda \\lVert w \\rVert^2")));
    assertEquals("0.1", page.select("article.method:contains(Ridge) tr:contains(lambda) td").first().text());
    assertTrue(page.select(".references").text().contains("Technometrics 12, 55-67"));
    assertTrue(page.select(".references").text().contains("Holm, S. (1979)"));
    assertTrue(page.select("#references pre").text().contains("@misc{hoerl1970ridge"));
    assertTrue(page.select("article.method:contains(knn)").text().contains("is not installed here"));
  }

  @Test
  void provenanceNamesCodeDataAndCommand() {
    Document page = page(Fixtures.regression());
    String text = page.select("#provenance").text();
    assertTrue(text.contains("ansatz reproduce brave-otter-7"));
    assertTrue(text.contains("withdrawn: ansatz.linalg.openblas 1.0.0"));
    assertTrue(text.contains(Fixtures.source("ansatz.regression").sha256()));
    assertTrue(page.select("#provenance pre").last().text().contains("sample: diabetes"));
  }

  @Test
  void changesOfCodeStandInATableAndInTheCurves() throws Exception {
    Document page = page(Fixtures.swapped());
    List<List<String>> rows = page.select("table.swaps tbody tr").stream()
        .map(row -> row.children().eachText().stream().toList()).toList();
    assertEquals(3, rows.size());
    assertEquals("12", rows.get(0).get(0));
    assertEquals("swapped, provisional", rows.get(0).get(2));
    assertEquals("gaussian-mixture, ansatz.regression 1.0.1 abababababab…", rows.get(0).get(4));
    assertTrue(rows.get(0).contains("faster M step"));
    assertEquals("rolled back", rows.get(1).get(2));
    assertTrue(rows.get(1).contains("step 21 threw <oops>"));
    assertEquals("refused", rows.get(2).get(2));
    JsonNode figures = new ObjectMapper().readTree(page.getElementById("figures").data());
    List<Double> marked = new ArrayList<>();
    figures.forEach(figure -> figure.path("marks").forEach(mark -> marked.add(mark.path("at").asDouble())));
    assertEquals(List.of(12.5, 20.5), marked);
    assertTrue(page.select("[aria-label*=after iteration 12 of gaussian-mixture/fold-1]").size() > 0);
  }

  @Test
  void theHeadOfTheChainIsPrintedWithWhatItProves() {
    String head = page(Fixtures.swapped()).select("p.head").text();
    assertTrue(head.contains("link 57") && head.contains("ansatz verify --head " + "fe".repeat(32)), head);
    assertTrue(head.contains("comes before the link that records its end"), head);
    assertEquals(0, page(Fixtures.clustering()).select("p.head, table.swaps").size());
  }

  @Test
  void failedRunSaysWhyAndHowToGoOn() {
    Document page = page(Fixtures.failed());
    assertEquals("Failed after 7 of 20 steps: matrix is singular <fold 3>", page.select(".headline").text());
    assertTrue(page.select(".commands").text().startsWith("ansatz resume brave-otter-7"));
    assertEquals(0, page.select(".chart").size());
  }

  @Test
  void namesThatLookLikeMarkupStayText() {
    String evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    RunFiles run = Fixtures.regression(60, List.of(evil, "</script><b>"), "</style><i>" + evil);
    Document page = page(run);
    assertEquals(0, page.select("img, b:not(figcaption b), [onerror]").size());
    assertEquals(page(Fixtures.regression()).select("script").size(), page.select("script").size() + katex(page));
    assertTrue(page.select("table.results tbody th").eachText().contains(evil));
    assertFalse(page.getElementById("figures").data().contains("<"));
  }

  /** Neither of the two models of the evil run can be described, so no equation asks for KaTeX. */
  private static int katex(Document page) {
    return page.select(".tex").isEmpty() ? 1 : 0;
  }

  private static String estimate(RunFiles run, String label, String metric, int decimals) {
    for (Object m : (List<?>) run.result().get("models")) {
      Map<?, ?> model = (Map<?, ?>) m;
      if (model.get("label").equals(label)) {
        Map<?, ?> score = (Map<?, ?>) ((Map<?, ?>) model.get("metrics")).get(metric);
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " ± " + number, score.get("mean"),
            score.get("standardError"));
      }
    }
    throw new AssertionError("no model " + label);
  }

  private static Document page(RunFiles run) {
    return Jsoup.parse(text(run));
  }

  private static String text(RunFiles run) {
    return new String(new HtmlReport().render(run, new ShownParts()), StandardCharsets.UTF_8);
  }
}
