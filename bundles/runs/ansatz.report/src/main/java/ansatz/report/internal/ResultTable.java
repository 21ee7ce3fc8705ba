package ansatz.report.internal;

import ansatz.report.internal.Findings.Measure;
import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Findings.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Models by metrics, best first, each cell with its number and its interval. */
final class ResultTable implements Section {
  @Override
  public String id() {
    return "results";
  }

  @Override
  public String title() {
    return "Results";
  }

  @Override
  public boolean applies(Page page) {
    return !page.findings().models().isEmpty() && !page.findings().measures().isEmpty();
  }

  @Override
  public void write(Page page) {
    Findings findings = page.findings();
    Html html = page.html();
    int folds = findings.folds();
    String caption = folds > 1
        ? "Mean ± standard error over %s folds. In the small pictures the dot is the mean, the thick bar one and the thin bar two standard errors; every column has its own scale."
            .formatted(folds)
        : "One value a model: with a single fold there is no standard error.";
    Map<Measure, Interval> scales = new LinkedHashMap<>();
    findings.measures().forEach(m -> scales.put(m,
        Interval.over(findings.models().stream().mapToDouble(x -> x.score(m).mean()).toArray(),
            findings.models().stream().mapToDouble(x -> x.score(m).standardError()).toArray(), m.nominal(), 130)));
    page.table("results.sortable", caption, () -> {
      html.in("thead", () -> html.in("tr", () -> {
        html.put("th", "Model", "scope", "col");
        for (Measure measure : findings.measures()) {
          html.in("th", () -> {
            html.put("span.metric", measure.title());
            html.put("span.direction", measure.direction());
          }, "scope", "col", "data-sort", measure.better().word());
        }
      }));
      html.in("tbody", () -> findings.models().forEach(model -> row(page, model, scales)));
    });
    boolean gaps = findings.models().stream()
        .anyMatch(m -> findings.measures().stream().anyMatch(x -> !m.score(x).present()));
    if (gaps) {
      html.put("p.note", "– : the model has not what the metric needs"
          + (findings.task().equals("regression") ? ", such as a predictive distribution." : "."));
    }
    boolean infinite = findings.models().stream()
        .anyMatch(m -> findings.measures().stream().anyMatch(x -> Double.isInfinite(m.score(x).mean())));
    if (infinite) {
      html.put("p.note", "∞ : some held-out row was given no probability at all.");
    }
  }

  private static void row(Page page, Model model, Map<Measure, Interval> scales) {
    Html html = page.html();
    html.in("tr", () -> {
      html.in("th", () -> {
        page.figures().label(model);
        if (!model.label().equals(model.estimator())) {
          html.put("span.estimator", model.estimator());
        }
      }, "scope", "row");
      scales.forEach((measure, scale) -> cell(page, model, measure, scale));
    });
  }

  private static void cell(Page page, Model model, Measure measure, Interval scale) {
    Html html = page.html();
    Score score = model.score(measure);
    if (!score.present()) {
      html.in("td.absent", () -> html.put("abbr", "–", "title",
          model.label() + " has not what " + measure.title() + " needs"), "data-value", "");
      return;
    }
    Optional<String> best = page.findings().best(measure);
    boolean wins = best.isPresent() && best.get().equals(model.label()) && page.findings().models().size() > 1;
    html.in(wins ? "td.best" : "td", () -> {
      html.put("span.number", Numbers.estimate(score.mean(), score.standardError()));
      if (wins) {
        html.put("span.mark", "best");
      }
      if (page.findings().folds() > 1 && Double.isFinite(score.mean())) {
        html.trusted(scale.svg(score.mean(), score.standardError(), model.color()));
      }
    }, "data-value", String.valueOf(measure.loss(score.mean())));
  }
}
