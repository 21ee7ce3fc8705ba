package ansatz.report.internal;

import ansatz.report.internal.Findings.Measure;
import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Findings.Score;
import ansatz.report.internal.Plot.Axis;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Every fold's value of every metric: is a model better everywhere, or only on average. */
final class FoldStrip implements Section {
  /** Metrics shown; the rest stands in the table. */
  private static final int LIMIT = 6;

  @Override
  public String id() {
    return "folds";
  }

  @Override
  public String title() {
    return "Fold by fold";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().folds() > 1 && !page.findings().measures().isEmpty();
  }

  @Override
  public void write(Page page) {
    List<Measure> measures = page.findings().measures().stream().limit(LIMIT).toList();
    page.figures().figure("Every fold counts.",
        "Each dot is one of %s folds, the vertical tick the mean over them.".formatted(page.findings().folds()),
        () -> page.figures().panels("half", () -> measures.forEach(measure -> panel(page, measure))));
  }

  private static void panel(Page page, Measure measure) {
    List<Model> models = page.findings().models().stream().filter(m -> m.score(measure).present()).toList().reversed();
    if (models.isEmpty()) {
      return;
    }
    Plot plot = new Plot(new Axis(measure.title()),
        new Axis("", Double.NaN, Double.NaN, models.stream().map(Model::label).toList()));
    for (int row = 0; row < models.size(); row++) {
      Model model = models.get(row);
      Score score = model.score(measure);
      double[] y = new double[score.folds().length];
      Arrays.fill(y, row);
      int[] fold = new int[y.length];
      Arrays.setAll(fold, i -> i);
      plot.points(model.label(), model.color(), score.folds(), y, fold);
      double[] at = {score.mean()};
      plot.segments(model.label() + ", mean", model.color(), at, new double[] {row - 0.3}, at,
          new double[] {row + 0.3});
    }
    plot.spec().put("unit", "fold");
    String alternative = models.reversed().stream().map(m -> m.label() + " from "
        + Numbers.plain(Arrays.stream(m.score(measure).folds()).filter(Double::isFinite).min().orElse(Double.NaN))
        + " to "
        + Numbers.plain(Arrays.stream(m.score(measure).folds()).filter(Double::isFinite).max().orElse(Double.NaN)))
        .collect(Collectors.joining("; "));
    page.figures().panel(measure.title(), "rows-" + Math.min(models.size(), 12), "values of the folds: " + alternative,
        plot.spec());
  }
}
