package ansatz.report.internal;

import ansatz.report.internal.Findings.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the description of a plot of y against x that {@code charts.js} draws. */
final class Plot {
  private final Map<String, Object> spec = new LinkedHashMap<>();
  private final List<Map<String, Object>> series = new ArrayList<>();
  private final List<Map<String, Object>> marks = new ArrayList<>();

  Plot(Axis x, Axis y) {
    spec.put("kind", "xy");
    spec.put("x", x.tree());
    spec.put("y", y.tree());
    spec.put("series", series);
  }

  /** An axis; bounds are NaN where the data decide. */
  record Axis(String name, double min, double max, List<String> categories) {
    Axis(String name) {
      this(name, Double.NaN, Double.NaN, List.of());
    }

    Axis(String name, double min, double max) {
      this(name, min, max, List.of());
    }

    private Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", name);
      tree.put("min", Numbers.compact(min));
      tree.put("max", Numbers.compact(max));
      if (!categories.isEmpty()) {
        tree.put("categories", categories);
      }
      return tree;
    }
  }

  /** A reference line: {@code identity}, {@code horizontal} or {@code vertical} at a value. */
  Plot reference(String kind, double at) {
    spec.put("reference", Map.of("kind", kind, "at", at));
    return this;
  }

  /** A vertical line with a few words, such as where something changed. */
  Plot mark(double at, String words) {
    marks.add(Map.of("at", at, "words", words));
    spec.put("marks", marks);
    return this;
  }

  /** A band across all x, such as what chance alone would give. */
  Plot band(double from, double to) {
    spec.put("band", List.of(Numbers.compact(from), Numbers.compact(to)));
    return this;
  }

  /** Marks; the rows of the data set that they stand for are told on hovering. */
  Plot points(String name, int color, double[] x, double[] y, int[] rows) {
    List<Object> data = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      data.add(Arrays.asList(Numbers.compact(x[i]), Numbers.compact(y[i]), rows[i] + 1));
    }
    return add(name, color, "points", data);
  }

  Plot points(String name, int color, double[] x, double[] y) {
    return add(name, color, "points", points(x, y));
  }

  Plot line(String name, int color, double[] x, double[] y) {
    return add(name, color, "line", points(x, y));
  }

  /** A line with a mark at every point. */
  Plot knots(Model model, double[] x, double[] y) {
    return add(model.label(), model.color(), "knots", points(x, y));
  }

  /** Gives the marks of the last series an area in proportion to counts. */
  Plot sizes(int[] counts) {
    series.getLast().put("counts", counts);
    return this;
  }

  /** Segments from (x0, y0) to (x1, y1), such as error bars. */
  Plot segments(String name, int color, double[] x0, double[] y0, double[] x1, double[] y1) {
    List<Object> data = new ArrayList<>();
    for (int i = 0; i < x0.length; i++) {
      data.add(point(x0[i], y0[i]));
      data.add(point(x1[i], y1[i]));
      data.add(Arrays.asList(null, null));
    }
    return add(name, color, "segments", data);
  }

  /** Bars of equal width between {@code from} and {@code to}. */
  Plot bars(String name, int color, double from, double to, int[] counts) {
    List<Object> data = new ArrayList<>();
    double width = (to - from) / counts.length;
    for (int b = 0; b < counts.length; b++) {
      data.add(List.of(Numbers.compact(from + (b + 0.5) * width), counts[b]));
    }
    return add(name, color, "bars", data);
  }

  /** The whole as data. */
  Map<String, Object> spec() {
    return spec;
  }

  private Plot add(String name, int color, String mark, List<Object> data) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", name);
    one.put("color", color);
    one.put("mark", mark);
    one.put("data", data);
    series.add(one);
    return this;
  }

  private static List<Object> points(double[] x, double[] y) {
    List<Object> data = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      data.add(point(x[i], y[i]));
    }
    return data;
  }

  private static List<Object> point(double x, double y) {
    return Arrays.asList(Numbers.compact(x), Numbers.compact(y));
  }
}
