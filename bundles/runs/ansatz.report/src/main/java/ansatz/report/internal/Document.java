package ansatz.report.internal;

import ansatz.experiment.Registry;
import ansatz.experiment.RunFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The page of a run as a whole: masthead, sections, footer. */
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
    String title = page.run().row().experiment() + " · " + page.run().row().name();
    return Sheet.around(title, page.figures(), html.toString()).getBytes(StandardCharsets.UTF_8);
  }
}
