package ansatz.report.internal;

import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Plot.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Groups over two features at a time, how surely rows belong to them, and how they agree with known labels. */
final class ClusteringFigures implements Section {
  private static final int BINS = 20;

  /** Which group each row belongs to, and how surely. */
  private record Grouped(Model model, double[][] responsibilities) {
    int groups() {
      return responsibilities[0].length;
    }

    int[] winners() {
      return Arrays.stream(responsibilities).mapToInt(Predictions::winner).toArray();
    }

    double[] certainty() {
      return Arrays.stream(responsibilities).mapToDouble(r -> Arrays.stream(r).max().orElse(Double.NaN)).toArray();
    }

    boolean hard() {
      return Arrays.stream(responsibilities).flatMapToDouble(Arrays::stream).allMatch(r -> r == 0 || r == 1);
    }

    String sizes() {
      int[] sizes = new int[groups()];
      for (int winner : winners()) {
        sizes[winner]++;
      }
      return Arrays.toString(sizes).replaceAll("[\\[\\]]", "");
    }
  }

  @Override
  public String id() {
    return "groups";
  }

  @Override
  public String title() {
    return "Groups";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().task().equals("clustering") && !grouped(page).isEmpty();
  }

  @Override
  public void write(Page page) {
    List<Grouped> all = grouped(page);
    double[][] features = page.predictions().matrix("features").orElse(null);
    if (features != null && features.length > 0 && features[0].length > 1) {
      scatter(page, all, features);
    }
    if (all.stream().anyMatch(g -> !g.hard())) {
      certainty(page, all.stream().filter(g -> !g.hard()).toList());
    }
    agreement(page, all);
  }

  private static List<Grouped> grouped(Page page) {
    List<Grouped> all = new ArrayList<>();
    for (Model model : page.findings().models()) {
      page.predictions().matrix(model.label() + "/responsibilities").filter(r -> r.length > 0)
          .ifPresent(r -> all.add(new Grouped(model, r)));
    }
    return all;
  }

  private static void scatter(Page page, List<Grouped> all, double[][] features) {
    List<String> names = page.findings().data().features();
    int[] shown = Thinning.indices(features.length, Thinning.LIMIT);
    page.figures().figure("Groups over two features.",
        "Colour and symbol are the group; faint rows are unsure." + Thinning.note(features.length, Thinning.LIMIT),
        () -> {
          page.html().in("div.controls", () -> {
            chooser(page, "x", names, features[0].length, 0);
            chooser(page, "y", names, features[0].length, 1);
          });
          knownLabels(page);
          page.figures().panels("third", () -> {
            page.predictions().labels("truth").ifPresent(truth -> page.figures().panel("known labels", "square",
                "the rows coloured by their known labels",
                groups(pick(truth, shown), ones(shown.length), features, shown, names)));
            all.forEach(g -> page.figures().panel(g.model, g.groups() + " groups", "square",
                "the rows coloured by group; sizes of the groups: " + g.sizes(),
                groups(pick(g.winners(), shown), Predictions.take(g.certainty(), shown), features, shown, names)));
          });
        });
  }

  private static void knownLabels(Page page) {
    List<String> classes = page.findings().data().classes();
    if (!classes.isEmpty()) {
      page.html().in("p.legend", () -> {
        page.html().put("span", "Known labels:");
        for (int k = 0; k < classes.size(); k++) {
          String swatch = "i.swatch.m" + k % 8;
          String name = classes.get(k);
          page.html().in("span.model", () -> page.html().put(swatch, "", "aria-hidden", "true").text(name));
        }
      });
    }
  }

  private static void chooser(Page page, String axis, List<String> names, int count, int chosen) {
    Html html = page.html();
    html.in("label", () -> {
      html.text(axis + " ");
      html.in("select", () -> {
        for (int d = 0; d < count; d++) {
          String name = d < names.size() ? names.get(d) : "feature " + (d + 1);
          if (d == chosen) {
            html.put("option", name, "value", String.valueOf(d), "selected", "");
          } else {
            html.put("option", name, "value", String.valueOf(d));
          }
        }
      }, "data-axis", axis);
    });
  }

  private static Map<String, Object> groups(int[] group, double[] certainty, double[][] features, int[] shown,
      List<String> names) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("kind", "groups");
    spec.put("names", names);
    List<Object> columns = new ArrayList<>();
    for (int d = 0; d < features[0].length; d++) {
      columns.add(compact(Predictions.take(Predictions.column(features, d), shown)));
    }
    spec.put("columns", columns);
    spec.put("group", group);
    spec.put("certainty", compact(certainty));
    spec.put("rows", shown);
    return spec;
  }

  private static void certainty(Page page, List<Grouped> soft) {
    page.figures().figure("How surely rows belong.",
        "The largest responsibility of each row: at 1 the row belongs to one group alone.",
        () -> page.figures().panels("third", () -> soft.forEach(g -> {
          double lowest = 1.0 / g.groups();
          int[] counts = new int[BINS];
          double[] certainty = g.certainty();
          for (double c : certainty) {
            counts[Math.clamp((int) ((c - lowest) / (1 - lowest) * BINS), 0, BINS - 1)]++;
          }
          double sure = Arrays.stream(certainty).filter(c -> c >= 0.95).count() / (double) certainty.length;
          Plot plot = new Plot(new Axis("largest responsibility", lowest, 1), new Axis("rows", 0, Double.NaN))
              .bars(g.model.label(), g.model.color(), lowest, 1, counts);
          page.figures().panel(g.model, Numbers.percent(sure) + " at least 0.95", "wide",
              "histogram of the largest responsibility; %s of the rows at least 0.95".formatted(Numbers.percent(sure)),
              plot.spec());
        })));
  }

  private static void agreement(Page page, List<Grouped> all) {
    int[] truth = page.predictions().labels("truth").orElse(null);
    List<String> classes = page.findings().data().classes();
    if (truth == null || classes.isEmpty()) {
      return;
    }
    page.figures().figure("Agreement with known labels.",
        "Rows are known labels, columns groups, counts of data rows; the numbers of the groups have no meaning.",
        () -> page.figures().panels("third", () -> all.forEach(g -> page.html().in("div.panel", () -> {
          page.html().in("h4", () -> page.figures().label(g.model));
          ContingencyTable table = ContingencyTable.of(truth, classes.size(), g.winners(), g.groups());
          ClassificationFigures.counts(page, g.model.label() + ": known label by group", table, classes,
              IntStream.rangeClosed(1, g.groups()).mapToObj(String::valueOf).toList());
        }))));
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] pick(int[] values, int[] at) {
    return IntStream.of(at).map(i -> values[i]).toArray();
  }

  private static List<Double> compact(double[] values) {
    List<Double> numbers = new ArrayList<>();
    for (double v : values) {
      numbers.add(Numbers.compact(v));
    }
    return numbers;
  }
}
