package ansatz.report.internal;

import ansatz.report.internal.Findings.Model;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the figures of a page, writes their frames, and gathers the data that the page's script draws. */
final class Figures {
  private final Html html;
  private final Map<String, Object> specs = new LinkedHashMap<>();
  private int figures;

  Figures(Html html) {
    this.html = html;
  }

  /** A figure with its caption; the body writes panels. */
  void figure(String title, String caption, Runnable body) {
    figures++;
    html.in("figure#figure-" + figures, () -> {
      html.in("figcaption", () -> html.put("b", "Figure " + figures + ". " + title).text(" " + caption));
      body.run();
    });
  }

  /** Panels side by side, as many as fit. */
  void panels(String size, Runnable body) {
    html.in("div.panels." + size, body);
  }

  /**
   * One panel.
   *
   * @param alternative what the picture shows, in words and numbers, for those who do not see it
   */
  void panel(Runnable heading, String shape, String alternative, Map<String, Object> spec) {
    String id = "chart-" + (specs.size() + 1);
    specs.put(id, spec);
    html.in("div.panel", () -> {
      html.in("h4", heading);
      html.in("div.chart." + shape + "#" + id, () -> {}, "role", "img", "aria-label", alternative);
    });
  }

  void panel(Model model, String remark, String shape, String alternative, Map<String, Object> spec) {
    panel(() -> {
      label(model);
      html.put("span.remark", remark);
    }, shape, model.label() + ": " + alternative, spec);
  }

  void panel(String heading, String shape, String alternative, Map<String, Object> spec) {
    panel(() -> html.text(heading), shape, heading + ": " + alternative, spec);
  }

  /** The model's name with the mark that stands for it in every figure. */
  void label(Model model) {
    html.in("span.model", () -> {
      html.put("i.swatch.m" + model.color(), "", "aria-hidden", "true");
      html.text(model.label());
    });
  }

  void legend(List<Model> models) {
    html.in("p.legend", () -> models.forEach(this::label));
  }

  boolean none() {
    return specs.isEmpty();
  }

  /** Everything to draw, safe inside a script element. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(specs).replace("<", "\\u003c").replace(">", "\\u003e").replace("&",
          "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the data of the figures cannot be written", e);
    }
  }
}
