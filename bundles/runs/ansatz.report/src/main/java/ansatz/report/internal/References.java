package ansatz.report.internal;

import ansatz.learn.Bibtex;
import ansatz.learn.Cite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sources of everything that the run used and that the page computed, as a list and as BibTeX. */
final class References implements Section {
  @Override
  public String id() {
    return "references";
  }

  @Override
  public String title() {
    return "References";
  }

  @Override
  public boolean applies(Page page) {
    return !citations(page).isEmpty();
  }

  @Override
  public void write(Page page) {
    Html html = page.html();
    List<Cite> citations = citations(page);
    html.in("ol.references", () -> citations.forEach(cite -> html.in("li", () -> {
      html.text(spoken(cite.authors()) + " (" + cite.year() + "). ");
      html.put("cite", cite.title());
      html.text(". " + (cite.venue().isEmpty() ? "" : cite.venue() + ". "));
      html.put("span.address", cite.url());
    }, "id", "ref-" + anchor(cite))));
    html.in("details", () -> {
      html.put("summary", "BibTeX");
      html.put("pre", citations.stream().map(Bibtex::entry).collect(Collectors.joining("\n\n")), "tabindex", "0");
    });
  }

  /** Of parts, then of what the page itself computes; each key once, by first author and year. */
  private static List<Cite> citations(Page page) {
    Map<String, Cite> byKey = new LinkedHashMap<>();
    UsedPart.citations(page.parts()).forEach(c -> byKey.putIfAbsent(c.key(), c));
    own(page).stream().flatMap(type -> Arrays.stream(type.getAnnotationsByType(Cite.class)))
        .forEach(c -> byKey.putIfAbsent(c.key(), c));
    return byKey.values().stream()
        .sorted(Comparator.comparing(Cite::authors).thenComparingInt(Cite::year).thenComparing(Cite::key)).toList();
  }

  private static List<Class<?>> own(Page page) {
    List<Class<?>> own = new ArrayList<>();
    Findings findings = page.findings();
    if (findings.comparison().isPresent()) {
      own.add(PairedComparison.class);
    }
    if (new RegressionFigures().applies(page)) {
      own.add(NormalPlot.class);
      if (page.run().arrays().keySet().stream().anyMatch(name -> name.endsWith("/deviation"))) {
        own.add(Pit.class);
      }
    }
    if (new ClassificationFigures().applies(page)) {
      own.add(RocCurve.class);
      own.add(Reliability.class);
    }
    return own;
  }

  /** {@code Hoerl and Kennard 1970}, {@code Gneiting et al. 2007}. */
  static String shortly(Cite cite) {
    String[] names = cite.authors().split(" and ");
    String first = family(names[0]);
    String who = names.length == 1 ? first : names.length == 2 ? first + " and " + family(names[1]) : first + " et al.";
    return who + " " + cite.year();
  }

  static String anchor(Cite cite) {
    return cite.key().replaceAll("[^A-Za-z0-9_-]", "-");
  }

  private static String spoken(String authors) {
    return Headline.list(List.of(authors.split(" and ")));
  }

  private static String family(String author) {
    return author.split(",")[0].strip();
  }
}
