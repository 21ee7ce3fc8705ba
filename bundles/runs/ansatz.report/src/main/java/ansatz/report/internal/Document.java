package ansatz.report.internal;

import ansatz.experiment.Registry;
import ansatz.experiment.RunFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page as a whole: head, masthead, sections, and the scripts and fonts that it needs, no others. */
public final class Document {
  private static final List<Section> SECTIONS = List.of(new ResultTable(), new PairedComparison(), new FoldStrip(),
      new RegressionFigures(), new ClassificationFigures(), new ClusteringFigures(), new Convergence(),
      new Coefficients(), new Timings(), new Methods(), new References(), new Provenance());

  private Document() {}

  /** The bytes of the page. */
  public static byte[] render(RunFiles run, Registry registry) {
    Page page = Page.of(run, registry);
    List<Section> sections = SECTIONS.stream().filter(s -> s.applies(page)).toList();
    Masthead.write(page, sections);
    Html html = page.html();
    html.in("main", () -> sections.forEach(section -> html.in("section#" + section.id(), () -> {
      html.put("h2", section.title());
      section.write(page);
    })));
    html.in("footer", () -> html.put("p",
        "Written by Ansatz from the run's own files. Charts by Apache ECharts (Apache-2.0), equations by KaTeX (MIT)."));
    return around(page, html.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private static String around(Page page, String body) {
    boolean equations = body.contains("class=\"tex\"");
    boolean charts = !page.figures().none();
    List<String> scripts = new ArrayList<>();
    if (charts) {
      scripts.add(Assets.echarts());
    }
    if (equations) {
      scripts.add(Assets.katex());
    }
    scripts.add(Assets.script());
    String allowed = scripts.stream().map(Assets::hash).collect(Collectors.joining(" "));
    String policy = "default-src 'none'; script-src " + allowed
        + "; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

    Html html = new Html();
    html.trusted("<!DOCTYPE html>\n");
    html.in("html", () -> {
      html.in("head", () -> {
        html.lone("meta", "charset", "utf-8");
        html.lone("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.lone("meta", "name", "color-scheme", "content", "light dark");
        html.lone("meta", "name", "generator", "content", "Ansatz");
        html.put("title", page.run().row().experiment() + " · " + page.run().row().name());
        html.trusted("<style>" + Assets.style() + (equations ? Assets.katexStyle() : "") + "</style>\n");
      });
      html.in("body", () -> {
        html.trusted(body);
        html.trusted(
            "<noscript><p class=\"note\">Charts and typeset equations need scripts; all tables stand.</p></noscript>\n");
        html.trusted("<script type=\"application/json\" id=\"figures\">" + page.figures().json() + "</script>\n");
        for (int i = 0; i < scripts.size(); i++) {
          String type = i == scripts.size() - 1 ? " type=\"module\"" : "";
          html.trusted("<script" + type + ">" + scripts.get(i) + "</script>\n");
        }
      });
    }, "lang", "en");
    return html.toString();
  }
}
