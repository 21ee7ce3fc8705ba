package ansatz.report.internal;

import ansatz.experiment.Point;
import ansatz.experiment.Steps;
import ansatz.experiment.Swap;
import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Plot.Axis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objective of iterative models over their iterations, one curve a fold. */
final class Convergence implements Section {
  private static final int CURVE = 400;

  @Override
  public String id() {
    return "convergence";
  }

  @Override
  public String title() {
    return "Convergence";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().models().stream().anyMatch(m -> !curves(page, m).isEmpty());
  }

  @Override
  public void write(Page page) {
    boolean changed = page.run().swaps().stream().anyMatch(Swap::changed);
    page.figures().figure("The objective over iterations.",
        "One curve a fit; a curve that is still moving at its end had not converged."
            + (changed ? " A vertical line stands where other code took over." : ""),
        () -> page.figures().panels("third", () -> {
          for (Model model : page.findings().models()) {
            Map<String, List<Double>> curves = curves(page, model);
            if (!curves.isEmpty()) {
              panel(page, model, curves);
            }
          }
        }));
  }

  private static void panel(Page page, Model model, Map<String, List<Double>> curves) {
    Plot plot = new Plot(new Axis("iteration"), new Axis(model.objective()));
    List<String> words = new ArrayList<>();
    curves.forEach((series, values) -> {
      double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
      int[] shown = Thinning.indices(y.length, CURVE);
      double[] x = new double[shown.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = shown[i] + 1;
      }
      plot.line(series, model.color(), x, Predictions.take(y, shown));
      marks(page, model, series).forEach((at, change) -> {
        plot.mark(at, change);
        words.add("%s after iteration %s of %s".formatted(change, (long) Math.floor(at), series));
      });
      words.add("%s ends at %s after %s iterations".formatted(series, Numbers.plain(y[y.length - 1]), y.length));
    });
    page.figures().panel(model, model.objective(), "wide", String.join("; ", words), plot.spec());
  }

  /** Between which iterations of a fit other code took over, and which. */
  private static Map<Double, String> marks(Page page, Model model, String series) {
    Map<Double, String> marks = new TreeMap<>();
    Steps steps = page.run().steps();
    for (Swap swap : page.run().swaps()) {
      boolean concerned = !swap.slot().startsWith("model.")
          || (swap.slot() + ".").startsWith("model." + model.label() + ".");
      if (concerned && swap.changed() && steps.iteration(series, swap.step() + 1).isPresent()) {
        steps.iteration(series, swap.step()).ifPresent(last -> marks.put(last + 0.5, SwapTimeline.mark(swap)));
      }
    }
    return marks;
  }

  private static Map<String, List<Double>> curves(Page page, Model model) {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    if (!model.objective().isEmpty()) {
      for (Point point : page.run().points()) {
        boolean own = point.series().equals(model.label()) || point.series().startsWith(model.label() + "/");
        if (own && point.metric().equals(model.objective())) {
          curves.computeIfAbsent(point.series(), s -> new ArrayList<>()).add(point.value());
        }
      }
    }
    return curves;
  }
}
