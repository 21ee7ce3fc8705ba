package ansatz.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What stands around the body of every page: head, style, the scripts and fonts that the body needs, no others. */
final class Sheet {
  private Sheet() {}

  static String around(String title, Figures figures, String body) {
    boolean equations = body.contains("class=\"tex\"");
    boolean charts = !figures.none();
    List<String> scripts = new ArrayList<>();
    if (charts) {
      scripts.add(Assets.echarts());
    }
    if (equations) {
      scripts.add(Assets.katex());
    }
    scripts.add(Assets.script());
    String allowed = scripts.stream().map(Assets::hash).collect(Collectors.joining(" "));
    String policy = "default-src 'none'; script-src " + allowed
        + "; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

    Html html = new Html();
    html.trusted("<!DOCTYPE html>\n");
    html.in("html", () -> {
      html.in("head", () -> {
        html.lone("meta", "charset", "utf-8");
        html.lone("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.lone("meta", "name", "color-scheme", "content", "light dark");
        html.lone("meta", "name", "generator", "content", "Ansatz");
        html.put("title", title);
        html.trusted("<style>" + Assets.style() + (equations ? Assets.katexStyle() : "") + "</style>\n");
      });
      html.in("body", () -> {
        html.trusted(body);
        html.trusted(
            "<noscript><p class=\"note\">Charts and typeset equations need scripts; all tables stand.</p></noscript>\n");
        html.trusted("<script type=\"application/json\" id=\"figures\">" + figures.json() + "</script>\n");
        for (int i = 0; i < scripts.size(); i++) {
          String type = i == scripts.size() - 1 ? " type=\"module\"" : "";
          html.trusted("<script" + type + ">" + scripts.get(i) + "</script>\n");
        }
      });
    }, "lang", "en");
    return html.toString();
  }
}
