package ansatz.report.internal;

import ansatz.learn.Cite;
import ansatz.learn.Description;
import ansatz.learn.Parameter;
import ansatz.learn.Params;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each part does: its equations, shapes, cost, parameters and source, as its own documentation states them. */
final class Methods implements Section {
  @Override
  public String id() {
    return "methods";
  }

  @Override
  public String title() {
    return "Methods";
  }

  @Override
  public boolean applies(Page page) {
    return !page.parts().isEmpty();
  }

  @Override
  public void write(Page page) {
    Map<String, List<UsedPart>> models = page.parts().stream().filter(p -> p.role().equals("model"))
        .collect(Collectors.groupingBy(UsedPart::name, LinkedHashMap::new, Collectors.toList()));
    models.values().forEach(uses -> model(page, uses));
    List<UsedPart> others = page.parts().stream().filter(p -> !p.role().equals("model")).toList();
    if (!others.isEmpty()) {
      others(page, others);
    }
  }

  /** One algorithm, with every model that it made. */
  private static void model(Page page, List<UsedPart> uses) {
    Html html = page.html();
    UsedPart part = uses.getFirst();
    html.in("article.method", () -> {
      html.in("h3", () -> {
        for (UsedPart use : uses) {
          page.findings().models().stream().filter(m -> m.label().equals(use.label())).forEach(page.figures()::label);
        }
        if (uses.size() > 1 || !part.label().equals(part.name())) {
          html.put("code", part.name());
        }
      });
      if (part.algorithm().isEmpty()) {
        String bundle = page.run().ledger().stream().filter(entry -> entry.part().equals(part.name()))
            .map(entry -> entry.source().label()).findFirst().orElse("that of the experiment");
        html.put("p.note", "Not described: its bundle (%s in this run) is not installed here.".formatted(bundle));
      }
      part.algorithm().map(Description::of).ifPresent(d -> describe(html, d));
      parameters(page, uses);
      cited(html, part.citations());
    });
  }

  private static void describe(Html html, Description d) {
    if (!d.summary().isEmpty()) {
      html.put("p.summary", d.summary());
    }
    for (int i = 0; i < d.equations().size(); i++) {
      String number = "(" + (i + 1) + ")";
      String equation = d.equations().get(i);
      html.in("div.equation", () -> {
        html.put("span.tex", equation);
        html.put("span.equation-number", number);
      });
    }
    d.paragraphs().forEach(text -> html.put("p", text));
    if (!d.shapes().isEmpty() || !d.cost().isEmpty()) {
      html.in("dl.facts", () -> {
        fact(html, "Shapes", d.shapes());
        fact(html, "Cost", d.cost());
      });
    }
  }

  private static void fact(Html html, String name, String text) {
    if (!text.isEmpty()) {
      html.in("div", () -> html.put("dt", name).put("dd", text));
    }
  }

  private static void parameters(Page page, List<UsedPart> uses) {
    Html html = page.html();
    Map<String, Parameter> known = new LinkedHashMap<>();
    uses.getFirst().config().ifPresent(type -> Params.describe(type).forEach(p -> known.put(p.name(), p)));
    uses.forEach(u -> u.values().keySet().forEach(key -> known.putIfAbsent(key, null)));
    if (known.isEmpty()) {
      return;
    }
    page.table("plain", "Parameters of " + uses.getFirst().name(), () -> {
      html.in("thead", () -> html.in("tr", () -> {
        html.put("th", "Parameter", "scope", "col");
        uses.forEach(u -> html.put("th", uses.size() == 1 ? "Value" : u.label(), "scope", "col"));
        html.put("th", "Range", "scope", "col");
        html.put("th", "Meaning", "scope", "col");
      }));
      html.in("tbody", () -> known.forEach((name, parameter) -> html.in("tr", () -> {
        html.in("th", () -> html.put("code", name), "scope", "row");
        uses.forEach(u -> html.put("td.number", value(u, name, parameter)));
        html.put("td", parameter == null ? "" : parameter.range());
        html.put("td", parameter == null ? "" : parameter.help());
      })));
    });
  }

  private static String value(UsedPart use, String name, Parameter parameter) {
    if (use.values().containsKey(name)) {
      Object value = use.values().get(name);
      return value == null ? "none" : written(value);
    }
    return parameter == null ? "" : parameter.value().map(Methods::written).orElse("none");
  }

  /** As one would write it in a file: {@code 10}, {@code 1e-4}. */
  private static String written(Object value) {
    String text = String.valueOf(value);
    return value instanceof Double ? text.replace('E', 'e').replaceFirst("\\.0($|e)", "$1") : text;
  }

  private static void others(Page page, List<UsedPart> others) {
    Html html = page.html();
    html.put("h3", "Metrics, transforms, linear algebra");
    page.table("plain", "Everything else that took part", () -> {
      page.heads("Part", "Role", "What it is", "Source");
      html.in("tbody", () -> others.forEach(part -> html.in("tr", () -> {
        html.in("th", () -> {
          html.text(part.label());
          String values = part.values().entrySet().stream().map(e -> e.getKey() + " " + e.getValue())
              .collect(Collectors.joining(", "));
          if (!values.isEmpty()) {
            html.put("span.estimator", values);
          }
        }, "scope", "row");
        html.put("td", part.role());
        html.in("td", () -> what(html, part));
        html.in("td", () -> cited(html, part.citations()));
      })));
    });
  }

  private static void what(Html html, UsedPart part) {
    Description d = part.algorithm().map(Description::of).orElse(Description.EMPTY);
    html.text(part.algorithm().isEmpty() ? "not installed here" : d.summary());
    d.equations().stream().findFirst()
        .ifPresent(e -> html.in("div.equation.small", () -> html.put("span.tex", e)));
  }

  private static void cited(Html html, List<Cite> citations) {
    if (!citations.isEmpty()) {
      html.in("p.cited", () -> {
        for (int i = 0; i < citations.size(); i++) {
          Cite cite = citations.get(i);
          html.text(i == 0 ? "" : "; ").put("a", References.shortly(cite), "href", "#ref-" + References.anchor(cite));
          html.text(cite.where().isEmpty() ? "" : ", " + cite.where());
        }
      });
    }
  }
}
