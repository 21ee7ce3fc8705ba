package ansatz.report.internal;

import ansatz.experiment.RunRow;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The head of the page: which run, what came out, and the facts in one line. */
final class Masthead {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private Masthead() {}

  static void write(Page page, List<Section> sections) {
    Html html = page.html();
    RunRow row = page.run().row();
    html.in("header", () -> {
      html.in("p.kicker", () -> {
        html.put("span", "Ansatz");
        html.put("span", page.findings().task().isEmpty() ? "run" : page.findings().task());
        html.put("span", row.name());
      });
      html.put("h1", row.experiment());
      html.put("p.headline", Headline.of(row, page.findings()));
      String notes = Tree.of(page.run().config()).text("notes");
      if (!notes.isBlank()) {
        html.put("p.notes", notes);
      }
      facts(page);
    });
    html.in("nav", () -> {
      for (Section section : sections) {
        html.put("a", section.title(), "href", "#" + section.id());
      }
    }, "aria-label", "Sections");
  }

  private static void facts(Page page) {
    Html html = page.html();
    RunRow row = page.run().row();
    Findings.Data data = page.findings().data();
    html.in("dl.strip", () -> {
      html.in("div", () -> html.put("dt", "Status").put("dd.state-" + row.state().name().toLowerCase(Locale.ROOT),
          row.state().name().toLowerCase(Locale.ROOT)));
      fact(html, "Started", DAY.format(row.created()));
      if (Double.isFinite(row.seconds()) && row.seconds() > 0) {
        fact(html, "Duration", Numbers.duration(row.seconds()));
      }
      if (!data.name().isEmpty()) {
        String target = data.target().isEmpty() || data.target().equals("null") ? "" : " → " + data.target();
        fact(html, "Data",
            "%s, %s × %s%s".formatted(data.name(), Numbers.count(data.rows()), data.features().size(), target));
      }
      if (!page.findings().validation().isEmpty()) {
        fact(html, "Validation", page.findings().validation());
      }
      fact(html, "Seed", Tree.of(page.run().config()).text("seed"));
    });
  }

  private static void fact(Html html, String name, String value) {
    html.in("div", () -> html.put("dt", name).put("dd", value));
  }
}
