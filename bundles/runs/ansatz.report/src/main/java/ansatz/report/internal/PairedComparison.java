package ansatz.report.internal;

import ansatz.learn.Cite;
import ansatz.report.internal.Findings.Comparison;
import ansatz.report.internal.Findings.Difference;
import ansatz.report.internal.Findings.Measure;
import ansatz.report.internal.Findings.Model;
import java.util.List;
import java.util.Optional;

/** The differences to the best model, fold by fold, and how sure they are. */
@Cite(key = "nadeau2003inference", title = "Inference for the generalization error",
    authors = "Nadeau, C. and Bengio, Y.", year = 2003, venue = "Machine Learning 52, 239-281",
    url = "https://doi.org/10.1023/A:1024068626366", where = "Sec. 3")
@Cite(key = "holm1979simple", title = "A simple sequentially rejective multiple test procedure", authors = "Holm, S.",
    year = 1979, venue = "Scandinavian Journal of Statistics 6, 65-70", url = "https://www.jstor.org/stable/4615733")
final class PairedComparison implements Section {
  @Override
  public String id() {
    return "comparison";
  }

  @Override
  public String title() {
    return "Against the best";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().comparison().isPresent();
  }

  @Override
  public void write(Page page) {
    Comparison comparison = page.findings().comparison().orElseThrow();
    Measure measure = page.findings().measure(comparison.metric())
        .orElseThrow(() -> new IllegalArgumentException("the result has no metric " + comparison.metric()));
    List<Difference> rows = comparison.rows();
    Interval scale = Interval.over(rows.stream().mapToDouble(Difference::difference).toArray(),
        rows.stream().mapToDouble(Difference::standardError).toArray(), 0, 240);
    Html html = page.html();
    String caption = "%s of each model minus that of %s on the same folds; %s. The vertical line is no difference."
        .formatted(measure.title(), comparison.reference(), comparison.method());
    page.table("comparison", caption, () -> {
      page.heads("Model", "Difference", "", "p (Holm)", "In words");
      html.in("tbody", () -> rows.forEach(row -> html.in("tr", () -> row(page, row, measure, scale))));
    });
    html.put("p.note",
        "p values are adjusted for the number of comparisons (%s) as by %s. The reference is the best of the same folds, which makes the others look a little worse than they are."
            .formatted(rows.size(), comparison.adjustment()));
  }

  private static void row(Page page, Difference row, Measure measure, Interval scale) {
    Html html = page.html();
    Optional<Model> model = page.findings().models().stream().filter(m -> m.label().equals(row.label())).findFirst();
    html.in("th", () -> model.ifPresentOrElse(page.figures()::label, () -> html.text(row.label())), "scope", "row");
    if (!Double.isFinite(row.difference())) {
      html.put("td.absent", "–").put("td", "").put("td.absent", "–").put("td",
          Double.isNaN(row.difference()) ? "has no " + measure.title() : measure.title() + " is infinite");
      return;
    }
    html.put("td.number", (row.difference() > 0 ? "+" : "") + Numbers.estimate(row.difference(), row.standardError()));
    html.in("td", () -> html.trusted(
        scale.svg(row.difference(), row.standardError(), model.map(Model::color).orElse(0))));
    html.put("td.number", Numbers.p(row.adjusted()), "title", "p of this comparison alone: " + Numbers.p(row.p()));
    html.put("td", row.adjusted() <= Headline.LEVEL ? Headline.amount(row, measure) : "not distinguishable");
  }
}
