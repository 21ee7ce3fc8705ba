package ansatz.report.internal;

import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Plot.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who is taken for what, how well scores separate the classes, and whether probabilities mean what they say. */
final class ClassificationFigures implements Section {
  private static final int BINS = 10;
  /** Points of a curve; a curve of thousands of steps looks the same. */
  private static final int CURVE = 400;

  /** What one model said of the rows that it was tested on. */
  private record Tested(Model model, int[] truth, double[][] scores, boolean probabilistic) {
    int[] winners() {
      return Arrays.stream(scores).mapToInt(Predictions::winner).toArray();
    }

    RocCurve curve(int positive) {
      boolean[] events = new boolean[truth.length];
      double[] score = new double[truth.length];
      for (int i = 0; i < truth.length; i++) {
        events[i] = truth[i] == positive;
        score[i] = scores[i].length == 2 ? scores[i][1] - scores[i][0] : scores[i][positive];
      }
      return RocCurve.of(score, events);
    }

    /** Of the second class where there are two, else of the class that wins. */
    Reliability reliability() {
      int[] winners = winners();
      boolean binary = scores[0].length == 2;
      boolean[] events = new boolean[truth.length];
      double[] stated = new double[truth.length];
      for (int i = 0; i < truth.length; i++) {
        events[i] = binary ? truth[i] == 1 : truth[i] == winners[i];
        stated[i] = scores[i][binary ? 1 : winners[i]];
      }
      return Reliability.of(stated, events, BINS);
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
    return page.findings().task().equals("classification") && !tested(page).isEmpty();
  }

  @Override
  public void write(Page page) {
    List<Tested> all = tested(page);
    List<String> classes = page.findings().data().classes();
    confusion(page, all, classes);
    roc(page, all, classes);
    List<Tested> probabilistic = all.stream().filter(Tested::probabilistic).toList();
    if (!probabilistic.isEmpty()) {
      reliability(page, probabilistic, classes);
    }
  }

  private static List<Tested> tested(Page page) {
    Predictions predictions = page.predictions();
    List<Tested> all = new ArrayList<>();
    double[] truth = predictions.vector("truth").orElse(null);
    for (Model model : page.findings().models()) {
      double[][] scores = predictions.matrix(model.label() + "/scores").orElse(null);
      if (truth != null && scores != null && scores.length > 0) {
        int[] rows = predictions.tested(truth, Predictions.column(scores, 0));
        if (rows.length > 0) {
          all.add(new Tested(model, IntStream.of(rows).map(i -> (int) truth[i]).toArray(),
              IntStream.of(rows).mapToObj(i -> scores[i]).toArray(double[][]::new),
              predictions.flag(model.label() + "/probabilistic")));
        }
      }
    }
    return all;
  }

  private static void confusion(Page page, List<Tested> all, List<String> classes) {
    page.figures().figure("Who is taken for what.",
        "Rows are the true class, columns the predicted one; counts over all held-out rows, shaded by the share of their row.",
        () -> page.figures().panels("third", () -> all.forEach(t -> {
          ContingencyTable table = ContingencyTable.of(t.truth, classes.size(), t.winners(), classes.size());
          long right = IntStream.range(0, classes.size()).map(k -> table.counts()[k][k]).sum();
          page.html().in("div.panel", () -> {
            page.html().in("h4", () -> {
              page.figures().label(t.model);
              page.html().put("span.remark", Numbers.percent((double) right / t.truth.length) + " right");
            });
            counts(page, t.model.label() + ": true class by predicted class", table, classes, classes);
          });
        })));
  }

  /** A table of counts, each cell shaded by its share of the row. */
  static void counts(Page page, String caption, ContingencyTable table, List<String> rows, List<String> columns) {
    Html html = page.html();
    page.table("counts", caption, () -> {
      html.in("thead", () -> html.in("tr", () -> {
        html.put("td", "");
        columns.forEach(name -> html.put("th", name, "scope", "col"));
      }));
      html.in("tbody", () -> IntStream.range(0, rows.size()).forEach(r -> html.in("tr", () -> {
        html.put("th", rows.get(r), "scope", "row");
        for (int c = 0; c < columns.size(); c++) {
          double share = table.share(r, c);
          html.put(share > 0.6 ? "td.deep" : "td", String.valueOf(table.counts()[r][c]), "style",
              "--share:" + Numbers.plain(share, 3), "title", Numbers.percent(share) + " of " + rows.get(r));
        }
      })));
    });
  }

  private static void roc(Page page, List<Tested> all, List<String> classes) {
    List<Integer> positives = classes.size() == 2 ? List.of(1) : IntStream.range(0, classes.size()).boxed().toList();
    String one = classes.size() == 2 ? "Positive is " + classes.get(1) + "." : "One panel a class, against all others.";
    page.figures().figure("How well scores separate.",
        "Receiver operating characteristic of all held-out rows: up and to the left is better, the diagonal is guessing. "
            + one,
        () -> {
          page.figures().legend(all.stream().map(Tested::model).toList());
          page.figures().panels(positives.size() == 1 ? "half" : "third", () -> {
            positives.forEach(k -> {
              Plot plot = new Plot(new Axis("false positive rate", 0, 1), new Axis("true positive rate", 0, 1))
                  .reference("identity", 0);
              List<String> words = new ArrayList<>();
              for (Tested t : all) {
                RocCurve curve = t.curve(k);
                int[] shown = Thinning.indices(curve.falsePositiveRate().length, CURVE);
                plot.line(t.model.label(), t.model.color(), Predictions.take(curve.falsePositiveRate(), shown),
                    Predictions.take(curve.truePositiveRate(), shown));
                words.add(t.model.label() + " " + Numbers.fixed(curve.area(), 3));
              }
              page.figures().panel(positives.size() == 1 ? classes.get(k) : classes.get(k) + " against the rest",
                  "square", "area under the curve: "
                      + String.join("; ", words),
                  plot.spec());
            });
            if (positives.size() == 1) {
              areas(page, all, positives, classes);
            }
          });
          if (positives.size() > 1) {
            areas(page, all, positives, classes);
          }
        });
  }

  private static void areas(Page page, List<Tested> all, List<Integer> positives, List<String> classes) {
    Html html = page.html();
    page.table("plain", "Area under the curve, over all held-out rows at once", () -> {
      html.in("thead", () -> html.in("tr", () -> {
        html.put("th", "Model", "scope", "col");
        positives.forEach(k -> html.put("th", classes.get(k), "scope", "col"));
      }));
      html.in("tbody", () -> all.forEach(t -> html.in("tr", () -> {
        html.in("th", () -> page.figures().label(t.model), "scope", "row");
        positives.forEach(k -> {
          double area = t.curve(k).area();
          html.put("td.number", Double.isNaN(area) ? "–" : Numbers.fixed(area, 3));
        });
      })));
    });
  }

  private static void reliability(Page page, List<Tested> all, List<String> classes) {
    String event = classes.size() == 2 ? classes.get(1) : "the class that it names";
    page.figures().figure("Do probabilities mean what they say?",
        "Stated probability of %s against how often it was so, in %s bins; below the diagonal a model is too sure of itself. Vertical lines are 95 %% intervals of the frequency (Wilson), dots grow with the number of rows."
            .formatted(event, BINS),
        () -> page.figures().panels("third", () -> all.forEach(t -> {
          Reliability r = t.reliability();
          double[] x = r.bins().stream().mapToDouble(Reliability.Bin::stated).toArray();
          double[] y = r.bins().stream().mapToDouble(Reliability.Bin::observed).toArray();
          Plot plot = new Plot(new Axis("stated", 0, 1), new Axis("observed", 0, 1)).reference("identity", 0);
          plot.segments("95 % interval", t.model.color(), x,
              r.bins().stream().mapToDouble(Reliability.Bin::lower).toArray(), x,
              r.bins().stream().mapToDouble(Reliability.Bin::upper).toArray());
          plot.knots(t.model, x, y);
          plot.sizes(r.bins().stream().mapToInt(Reliability.Bin::count).toArray());
          String error = Numbers.fixed(r.calibrationError(), 3);
          page.figures().panel(t.model, "calibration error " + error, "square",
              "reliability curve, expected calibration error " + error + "; stated and observed: " + r.bins().stream()
                  .map(b -> Numbers.fixed(b.stated(), 2) + " and " + Numbers.fixed(b.observed(), 2))
                  .collect(Collectors.joining(", ")),
              plot.spec());
        })));
  }
}
