package ansatz.report.internal;

import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Plot.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Predicted against true, what is left over, and whether predictive distributions keep their word. */
final class RegressionFigures implements Section {
  private static final int BINS = 10;
  /** Above this, intervals of single points only darken the picture. */
  private static final int INTERVALS = 60;

  /** What one model said of the rows that it was tested on. */
  private record Tested(Model model, int[] rows, double[] truth, double[] mean, double[] deviation) {
    double[] residuals() {
      double[] residuals = new double[rows.length];
      Arrays.setAll(residuals, i -> truth[i] - mean[i]);
      return residuals;
    }

    double rootMeanSquare() {
      return Math.sqrt(Arrays.stream(residuals()).map(r -> r * r).average().orElse(Double.NaN));
    }

    boolean distribution() {
      return deviation.length > 0;
    }
  }

  @Override
  public String id() {
    return "predictions";
  }

  @Override
  public String title() {
    return "Predictions";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().task().equals("regression") && !tested(page).isEmpty();
  }

  @Override
  public void write(Page page) {
    List<Tested> all = tested(page);
    truth(page, all);
    residuals(page, all);
    quantiles(page, all);
    List<Tested> distributions = all.stream().filter(Tested::distribution).toList();
    if (!distributions.isEmpty()) {
      calibration(page, distributions);
    }
  }

  private static List<Tested> tested(Page page) {
    Predictions predictions = page.predictions();
    List<Tested> all = new ArrayList<>();
    double[] truth = predictions.vector("truth").orElse(null);
    for (Model model : page.findings().models()) {
      double[] mean = predictions.vector(model.label() + "/mean").orElse(null);
      if (truth != null && mean != null) {
        double[] deviation = predictions.vector(model.label() + "/deviation").orElse(null);
        int[] rows = deviation == null ? predictions.tested(truth, mean) : predictions.tested(truth, mean, deviation);
        if (rows.length > 0) {
          all.add(new Tested(model, rows, Predictions.take(truth, rows), Predictions.take(mean, rows),
              deviation == null ? new double[0] : Predictions.take(deviation, rows)));
        }
      }
    }
    return all;
  }

  private static void truth(Page page, List<Tested> all) {
    String target = page.findings().data().target();
    double min = all.stream().flatMapToDouble(t -> IntStream.range(0, t.rows.length)
        .mapToDouble(i -> Math.min(t.truth[i], t.mean[i]))).min().orElse(0);
    double max = all.stream().flatMapToDouble(t -> IntStream.range(0, t.rows.length)
        .mapToDouble(i -> Math.max(t.truth[i], t.mean[i]))).max().orElse(1);
    int size = all.getFirst().rows.length;
    String bars = all.stream().anyMatch(Tested::distribution)
        ? " Thin vertical lines are 95 %% predictive intervals%s."
            .formatted(size > INTERVALS ? " of some of the rows" : "")
        : "";
    page.figures().figure("Predicted against true " + target + ".",
        "Every row as predicted when it was held out; on the diagonal the prediction is exact." + bars
            + Thinning.note(size, Thinning.LIMIT),
        () -> page.figures().panels("third", () -> all.forEach(t -> {
          int[] shown = Thinning.indices(t.rows.length, Thinning.LIMIT);
          Plot plot = new Plot(new Axis("true", min, max), new Axis("predicted", min, max)).reference("identity", 0);
          if (t.distribution()) {
            int[] some = Thinning.indices(t.rows.length, INTERVALS);
            double[] x = Predictions.take(t.truth, some);
            plot.segments("95 % interval", t.model.color(), x, interval(t, some, -1.959964), x,
                interval(t, some, 1.959964));
          }
          plot.points(t.model.label(), t.model.color(), Predictions.take(t.truth, shown),
              Predictions.take(t.mean, shown), pick(t.rows, shown));
          page.figures().panel(t.model, "", "square",
              "predicted against true for %s rows, root mean square error %s".formatted(t.rows.length,
                  Numbers.plain(t.rootMeanSquare())),
              plot.spec());
        })));
  }

  /** All panels share their axes, so that models can be compared by eye. */
  private static void residuals(Page page, List<Tested> all) {
    double low = all.stream().flatMapToDouble(t -> Arrays.stream(t.mean)).min().orElse(0);
    double high = all.stream().flatMapToDouble(t -> Arrays.stream(t.mean)).max().orElse(1);
    double margin = 0.04 * (high - low);
    double largest = 1.05
        * all.stream().flatMapToDouble(t -> Arrays.stream(t.residuals())).map(Math::abs).max().orElse(1);
    page.figures().figure("Residuals.",
        "True minus predicted, against predicted: structure here is something that a model has missed."
            + Thinning.note(all.getFirst().rows.length, Thinning.LIMIT),
        () -> page.figures().panels("third", () -> all.forEach(t -> {
          int[] shown = Thinning.indices(t.rows.length, Thinning.LIMIT);
          double[] residuals = t.residuals();
          Plot plot = new Plot(new Axis("predicted", low - margin, high + margin),
              new Axis("residual", -largest, largest)).reference("horizontal", 0);
          plot.points(t.model.label(), t.model.color(), Predictions.take(t.mean, shown),
              Predictions.take(residuals, shown), pick(t.rows, shown));
          double bias = Arrays.stream(residuals).average().orElse(Double.NaN);
          page.figures().panel(t.model, "mean " + Numbers.plain(bias, 2), "wide",
              "residuals against predictions, mean %s, largest %s".formatted(Numbers.plain(bias, 2), Numbers
                  .plain(Arrays.stream(residuals).map(Math::abs).max().orElse(Double.NaN), 3)),
              plot.spec());
        })));
  }

  private static void quantiles(Page page, List<Tested> all) {
    page.figures().figure("Are the residuals Gaussian?",
        "Standardised residuals against the quantiles of a Gaussian; on the diagonal they are. Ends that bend away are heavy or light tails.",
        () -> page.figures().panels("third", () -> all.forEach(t -> {
          NormalPlot normal = NormalPlot.of(t.residuals());
          int[] shown = Thinning.indices(t.rows.length, 300);
          Plot plot = new Plot(new Axis("Gaussian quantile"), new Axis("residual / s.d.")).reference("identity", 0);
          plot.line(t.model.label(), t.model.color(), Predictions.take(normal.expected(), shown),
              Predictions.take(normal.observed(), shown));
          plot.spec().put("dotted", true);
          double[] observed = normal.observed();
          page.figures().panel(t.model, "", "wide",
              "normal quantile plot, standardised residuals from %s to %s".formatted(
                  Numbers.plain(observed[0], 3), Numbers.plain(observed[observed.length - 1], 3)),
              plot.spec());
        })));
  }

  private static void calibration(Page page, List<Tested> all) {
    double[] levels = IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray();
    page.figures().figure("Do predictive distributions keep their word?",
        "First how many rows fall into the central interval of a nominal level; below the diagonal a model is too sure of itself. Then where the truth falls in its predictive distribution (probability integral transform); flat is calibrated, the band is what chance alone gives in 95 % of cases.",
        () -> {
          page.figures().legend(all.stream().map(Tested::model).toList());
          page.figures().panels("third", () -> {
            Plot coverage = new Plot(new Axis("nominal level", 0, 1), new Axis("rows inside", 0, 1))
                .reference("identity", 0);
            for (Tested t : all) {
              Pit pit = Pit.of(t.truth, t.mean, t.deviation);
              coverage.knots(t.model, levels, Arrays.stream(levels).map(pit::coverage).toArray());
            }
            String words = all.stream().map(t -> "%s holds %s at 95 %%".formatted(t.model.label(),
                Numbers.percent(Pit.of(t.truth, t.mean, t.deviation).coverage(0.95))))
                .collect(Collectors.joining("; "));
            page.figures().panel("Coverage", "square", words, coverage.spec());
            all.forEach(t -> transform(page, t));
          });
        });
  }

  private static void transform(Page page, Tested t) {
    int[] counts = Pit.of(t.truth, t.mean, t.deviation).histogram(BINS);
    double expected = (double) t.rows.length / BINS;
    double chance = 1.959964 * Math.sqrt(expected * (1 - 1.0 / BINS));
    Plot plot = new Plot(new Axis("u", 0, 1), new Axis("rows", 0, Double.NaN))
        .band(Math.max(0, expected - chance), expected + chance).bars(t.model.label(), t.model.color(), 0, 1, counts);
    page.figures().panel(t.model, "", "square",
        "histogram of the probability integral transform, counts %s, %s expected"
            .formatted(Arrays.toString(counts), Numbers.plain(expected)),
        plot.spec());
  }

  private static double[] interval(Tested t, int[] rows, double deviations) {
    return IntStream.of(rows).mapToDouble(i -> t.mean[i] + deviations * t.deviation[i]).toArray();
  }

  private static int[] pick(int[] values, int[] at) {
    return IntStream.of(at).map(i -> values[i]).toArray();
  }
}
