package ansatz.report.internal;

import ansatz.experiment.Timing;
import ansatz.report.internal.Findings.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each model cost in wall time, in all and a step. */
final class Timings implements Section {
  @Override
  public String id() {
    return "timings";
  }

  @Override
  public String title() {
    return "Time";
  }

  @Override
  public boolean applies(Page page) {
    return !byModel(page).isEmpty();
  }

  @Override
  public void write(Page page) {
    Html html = page.html();
    Map<Model, List<Double>> times = byModel(page);
    double longest = times.values().stream().mapToDouble(Timings::sum).max().orElse(1);
    page.table("timings",
        "Wall time of fitting and predicting; times are no part of the result and differ from machine to machine",
        () -> {
          page.heads("Model", "Total", "", "Steps", "Median step", "Fastest", "Slowest");
          html.in("tbody", () -> times.forEach((model, seconds) -> html.in("tr", () -> {
            List<Double> sorted = seconds.stream().sorted().toList();
            html.in("th", () -> page.figures().label(model), "scope", "row");
            html.put("td.number", Numbers.duration(sum(seconds)));
            html.in("td.bar", () -> html.put("i.m" + model.color(), "", "style",
                "width:%s%%".formatted(percent(sum(seconds) / longest)), "aria-hidden", "true"));
            html.put("td.number", String.valueOf(seconds.size()));
            html.put("td.number", Numbers.duration(median(sorted)));
            html.put("td.number", Numbers.duration(sorted.getFirst()));
            html.put("td.number", Numbers.duration(sorted.getLast()));
          })));
        });
    if (page.findings().folds() > 1) {
      folds(page, times);
    }
  }

  private static void folds(Page page, Map<Model, List<Double>> times) {
    Html html = page.html();
    html.in("details", () -> {
      html.put("summary", "Every step");
      page.table("plain", "Seconds of every step, in order", () -> {
        page.heads("Model", "Steps");
        html.in("tbody", () -> times.forEach((model, seconds) -> html.in("tr", () -> {
          html.in("th", () -> page.figures().label(model), "scope", "row");
          html.put("td", seconds.stream().limit(200).map(Numbers::duration).collect(Collectors.joining(", "))
              + (seconds.size() > 200 ? ", …" : ""));
        })));
      });
    });
  }

  /** A step belongs to the model with the longest label that its own label starts with. */
  private static Map<Model, List<Double>> byModel(Page page) {
    Map<Model, List<Double>> times = new LinkedHashMap<>();
    List<Model> longestFirst = page.findings().models().stream()
        .sorted(Comparator.comparingInt((Model m) -> -m.label().length())).toList();
    for (Model model : page.findings().models()) {
      times.put(model, new ArrayList<>());
    }
    for (Timing timing : page.run().timings()) {
      longestFirst.stream().filter(m -> timing.label().equals(m.label()) || timing.label().startsWith(m.label() + " "))
          .findFirst().ifPresent(m -> times.get(m).add(timing.seconds()));
    }
    times.values().removeIf(List::isEmpty);
    return times;
  }

  private static double sum(List<Double> seconds) {
    return seconds.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String percent(double share) {
    return Numbers.fixed(Math.max(0.5, 100 * share), 1);
  }
}
