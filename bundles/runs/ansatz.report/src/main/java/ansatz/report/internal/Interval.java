package ansatz.report.internal;

import java.util.Locale;

/** Draws a mean and its standard error on a scale that a column shares, as a small picture that needs no script. */
record Interval(double from, double to, double zero, int width) {
  private static final double MARGIN = 5;

  /** The scale that holds all means with two standard errors on each side. */
  static Interval over(double[] means, double[] errors, double zero, int width) {
    double from = Double.isNaN(zero) ? Double.POSITIVE_INFINITY : zero;
    double to = Double.isNaN(zero) ? Double.NEGATIVE_INFINITY : zero;
    for (int i = 0; i < means.length; i++) {
      if (Double.isFinite(means[i])) {
        double reach = Double.isFinite(errors[i]) ? 2 * errors[i] : 0;
        from = Math.min(from, means[i] - reach);
        to = Math.max(to, means[i] + reach);
      }
    }
    return new Interval(from, to > from ? to : from + 1, zero, width);
  }

  /** A dot at the mean, a thick bar of one and a thin one of two standard errors. */
  String svg(double mean, double error, int color) {
    StringBuilder svg = new StringBuilder(
        "<svg class=\"interval m%s\" viewBox=\"0 0 %s 14\" width=\"%s\" height=\"14\" aria-hidden=\"true\">".formatted(
            color,
            width, width));
    svg.append("<line class=\"base\" x1=\"0\" x2=\"%s\" y1=\"7\" y2=\"7\"></line>".formatted(width));
    if (!Double.isNaN(zero)) {
      svg.append(line("zero", zero, zero, 0, 14));
    }
    if (Double.isFinite(error)) {
      svg.append(line("two", mean - 2 * error, mean + 2 * error, 7, 7));
      svg.append(line("one", mean - error, mean + error, 7, 7));
    }
    return svg.append("<circle cx=\"%s\" cy=\"7\" r=\"3.6\"></circle></svg>".formatted(x(mean))).toString();
  }

  private String line(String name, double a, double b, int y1, int y2) {
    return "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"></line>".formatted(name, x(a), x(b), y1, y2);
  }

  private String x(double value) {
    double x = MARGIN + (width - 2 * MARGIN) * (value - from) / (to - from);
    return String.format(Locale.ROOT, "%.1f", x);
  }
}
