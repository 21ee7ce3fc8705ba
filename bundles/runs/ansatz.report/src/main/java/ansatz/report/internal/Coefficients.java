package ansatz.report.internal;

import ansatz.report.internal.Findings.Entry;
import ansatz.report.internal.Findings.Learned;
import ansatz.report.internal.Findings.Model;
import ansatz.report.internal.Plot.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Learned quantities of the models side by side: coefficients with their standard errors, centres, weights. */
final class Coefficients implements Section {
  /** Names shown in one figure; the largest, the rest stands in the table. */
  private static final int LIMIT = 30;

  @Override
  public String id() {
    return "learned";
  }

  @Override
  public String title() {
    return "What was learned";
  }

  @Override
  public boolean applies(Page page) {
    return page.findings().models().stream().anyMatch(m -> m.learned().isPresent());
  }

  @Override
  public void write(Page page) {
    Map<String, List<Model>> byTitle = new LinkedHashMap<>();
    for (Model model : page.findings().models()) {
      model.learned().ifPresent(l -> byTitle.computeIfAbsent(l.title(), t -> new ArrayList<>()).add(model));
    }
    byTitle.forEach((title, models) -> {
      figure(page, title, models);
      table(page, title, models);
    });
  }

  private static void figure(Page page, String title, List<Model> models) {
    List<String> all = names(models);
    long aside = all.stream().allMatch(Coefficients::aside) ? 0 : all.stream().filter(Coefficients::aside).count();
    List<String> names = all.stream().filter(n -> aside == 0 || !aside(n))
        .sorted(Comparator.comparingDouble((String n) -> -size(models, n))).limit(LIMIT)
        .sorted(Comparator.comparingInt(all::indexOf)).toList().reversed();
    Plot plot = new Plot(new Axis(""), new Axis("", Double.NaN, Double.NaN, names)).reference("vertical", 0);
    for (int k = 0; k < models.size(); k++) {
      dots(plot, models.get(k), names, models.size() == 1 ? 0 : 0.28 - 0.56 * k / (models.size() - 1));
    }
    String from = models.getFirst().learned().map(Learned::of).orElse("");
    String caption = (from.isEmpty() ? "" : "From the fit on the training part of " + from + ". ")
        + "Lines are one standard error, where the model gives it."
        + (aside > 0 ? " Intercepts and names in parentheses stand in the table only." : "")
        + (names.size() < all.size() - aside
            ? " Shown: the %s largest of %s.".formatted(LIMIT, all.size())
            : "");
    page.figures().figure(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1) + ".", caption, () -> {
      page.figures().legend(models);
      page.figures().panels("one", () -> page.figures().panel(title, "rows-" + Math.min(30, names.size() * 2),
          "%s of %s for %s; all values stand in the table below".formatted(title,
              Headline.list(models.stream().map(Model::label).toList()), Headline.list(names.reversed())),
          plot.spec()));
    });
  }

  private static void dots(Plot plot, Model model, List<String> names, double offset) {
    List<double[]> points = new ArrayList<>();
    List<double[]> errors = new ArrayList<>();
    for (Entry entry : model.learned().orElseThrow().entries()) {
      int row = names.indexOf(entry.name());
      if (row >= 0 && Double.isFinite(entry.value())) {
        points.add(new double[] {entry.value(), row + offset});
        if (Double.isFinite(entry.standardError())) {
          errors.add(new double[] {entry.value() - entry.standardError(), row + offset,
            entry.value() + entry.standardError()});
        }
      }
    }
    if (!errors.isEmpty()) {
      double[] y = column(errors, 1);
      plot.segments(model.label() + " ± 1 s.e.", model.color(), column(errors, 0), y, column(errors, 2), y);
    }
    plot.points(model.label(), model.color(), column(points, 0), column(points, 1));
  }

  private static void table(Page page, String title, List<Model> models) {
    Html html = page.html();
    html.in("details", () -> {
      html.put("summary", "All " + title + " as a table");
      page.table("plain", title + " with standard errors", () -> {
        html.in("thead", () -> html.in("tr", () -> {
          html.put("th", "", "scope", "col");
          models.forEach(m -> html.in("th", () -> page.figures().label(m), "scope", "col"));
        }));
        html.in("tbody", () -> names(models).forEach(name -> html.in("tr", () -> {
          html.put("th", name, "scope", "row");
          models.forEach(m -> html.put("td.number", entry(m, name)));
        })));
      });
    });
  }

  private static String entry(Model model, String name) {
    return model.learned().orElseThrow().entries().stream().filter(e -> e.name().equals(name)).findFirst()
        .map(e -> Numbers.estimate(e.value(), e.standardError())).orElse("");
  }

  private static List<String> names(List<Model> models) {
    return models.stream().flatMap(m -> m.learned().orElseThrow().entries().stream()).map(Entry::name).distinct()
        .toList();
  }

  private static double size(List<Model> models, String name) {
    return models.stream().flatMap(m -> m.learned().orElseThrow().entries().stream()).filter(e -> e.name().equals(name))
        .mapToDouble(e -> Math.abs(e.value())).max().orElse(0);
  }

  /** Intercepts and figures of merit such as {@code (log evidence)}: of another size than what they stand beside. */
  private static boolean aside(String name) {
    return name.equals("intercept") || name.startsWith("(");
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(r -> r[column]).toArray();
  }
}
