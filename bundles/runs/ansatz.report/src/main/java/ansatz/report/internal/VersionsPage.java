package ansatz.report.internal;

import ansatz.experiment.Divergence.Where;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.VersionComparison;
import ansatz.experiment.VersionComparison.Row;
import ansatz.experiment.VersionComparison.Track;
import ansatz.report.internal.Plot.Axis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of two versions: verdict, metrics side by side, and where and how far the numbers part. */
public final class VersionsPage {
  /** Stands for equal bits on a logarithmic axis: a little below the rounding of a double. */
  private static final double EQUAL = -17;
  private static final int CURVE = 400;

  private final Html html = new Html();
  private final Figures figures = new Figures(html);
  private final VersionComparison comparison;

  private VersionsPage(VersionComparison comparison) {
    this.comparison = comparison;
  }

  /** The bytes of the page. */
  public static byte[] render(VersionComparison comparison) {
    VersionsPage page = new VersionsPage(comparison);
    page.header();
    page.html.in("main", () -> {
      page.section("results", "Results", page::results);
      page.section("divergence", "Divergence", page::divergence);
      page.section("provenance", "Provenance", page::provenance);
    });
    page.html.in("footer",
        () -> page.html.put("p",
            "Written by Ansatz from the files of both runs. Charts by Apache ECharts (Apache-2.0)."));
    String title = comparison.partA() + " and " + comparison.partB() + " · " + comparison.a().row().experiment();
    return Sheet.around(title, page.figures, page.html.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private void section(String id, String title, Runnable body) {
    html.in("section#" + id, () -> {
      html.put("h2", title);
      body.run();
    });
  }

  private void header() {
    html.in("header", () -> {
      html.in("p.kicker", () -> html.put("span", "Ansatz").put("span", "two versions").put("span", comparison.slot()));
      html.put("h1", comparison.a().row().experiment());
      html.put("p.headline", verdict());
      html.in("dl.strip", () -> {
        fact("A", comparison.partA());
        fact("B", comparison.partB());
        fact("Slot", comparison.slot());
        fact("Seed", Tree.of(comparison.a().config()).text("seed"));
        fact("Steps",
            Numbers.count(comparison.a().row().step()) + " and " + Numbers.count(comparison.b().row().step()));
      });
    });
  }

  private String verdict() {
    return Character.toUpperCase(comparison.verdict().charAt(0)) + comparison.verdict().substring(1) + ".";
  }

  private void fact(String name, String value) {
    html.in("div", () -> html.put("dt", name).put("dd", value));
  }

  private void results() {
    String caption = "The same folds under both, B minus A; p of the corrected resampled t-test (Nadeau and Bengio 2003),"
        + " adjusted for the number of rows that differ (Holm 1979)";
    html.table("plain.versions", caption, () -> {
      html.heads("Model", "Metric", "A", "B", "Difference", "p (Holm)");
      html.in("tbody", () -> comparison.rows().forEach(row -> html.in("tr", () -> row(row))));
    });
  }

  private void row(Row row) {
    html.put("th", row.model(), "scope", "row").put("td", row.title());
    html.put("td.number", Numbers.plain(row.meanA(), 6)).put("td.number", Numbers.plain(row.meanB(), 6));
    html.put("td.number", row.difference() == 0
        ? "equal"
        : (row.difference() > 0 ? "+" : "") + Numbers.estimate(row.difference(), row.standardError()));
    html.put("td.number", row.difference() == 0 ? "–" : Numbers.p(row.p()));
  }

  private void divergence() {
    List<Where> differences = comparison.divergence().differences();
    if (differences.isEmpty()) {
      html.put("p", "All " + Numbers.count(comparison.divergence().points()) + " points and "
          + Numbers.count(comparison.divergence().arrays()) + " arrays are equal to the bit.");
    } else {
      where("First at", Optional.of(differences.getFirst()));
      where("Greatest at", comparison.divergence().greatest());
    }
    Map<String, List<Track>> byMetric = new LinkedHashMap<>();
    comparison.tracks().forEach(t -> byMetric.computeIfAbsent(t.metric(), _ -> new ArrayList<>()).add(t));
    if (byMetric.isEmpty()) {
      return;
    }
    figures.figure("Where the numbers part.",
        "The relative difference of every recorded quantity over the steps of the run, one curve a fit; at %s the bits are equal."
            .formatted(Numbers.plain(EQUAL)),
        () -> figures.panels("half", () -> byMetric.forEach(this::panel)));
  }

  private void where(String what, Optional<Where> difference) {
    difference.ifPresent(w -> html.put("p.where", "%s step %s: %s was %s, is %s%s.".formatted(what,
        Numbers.count(w.step()), w.quantity(), w.was(), w.is(),
        Double.isFinite(w.relative()) ? ", " + Numbers.plain(w.relative(), 2) + " relative" : "")));
  }

  private void panel(String metric, List<Track> tracks) {
    Plot plot = new Plot(new Axis("step"), new Axis("log₁₀ relative difference"));
    double most = 0;
    int color = 0;
    for (Track track : tracks) {
      int[] shown = Thinning.indices(track.steps().length, CURVE);
      double[] x = Arrays.stream(shown).mapToDouble(i -> track.steps()[i]).toArray();
      double[] y = Arrays.stream(shown).mapToDouble(i -> logarithm(track.relative()[i])).toArray();
      if (x.length == 1) {
        plot.points(track.series(), color++ % 8, x, y);
      } else {
        plot.line(track.series(), color++ % 8, x, y);
      }
      most = Math.max(most, Arrays.stream(track.relative()).max().orElse(0));
    }
    String fits = tracks.size() == 1 ? "its only fit" : "its " + tracks.size() + " fits";
    String words = most == 0
        ? "equal to the bit in " + fits
        : "greatest relative difference " + Numbers.plain(most, 2) + " in " + fits;
    figures.panel(metric, "wide", words, plot.spec());
  }

  /** What only one of the runs has is no point of a curve. */
  private static double logarithm(double relative) {
    return Double.isFinite(relative) ? Math.max(EQUAL, Math.log10(relative)) : Double.NaN;
  }

  private void provenance() {
    html.put("pre.commands", String.join("\n", "ansatz compare " + comparison.a().row().name() + " "
        + comparison.b().row().name(), "ansatz why " + comparison.a().row().name(),
        "ansatz why "
            + comparison.b().row().name()),
        "tabindex", "0");
    html.table("plain", "The code that filled the slot in each run", () -> {
      html.heads("Run", "Id", "Part", "Bundle", "Digest", "Head of the chain");
      html.in("tbody", () -> {
        code("A", comparison.a());
        code("B", comparison.b());
      });
    });
  }

  private void code(String side, RunFiles run) {
    List<LedgerEntry> entries = LedgerEntry.last(run.ledger()).stream()
        .filter(entry -> entry.slot().equals(comparison.slot())).toList();
    for (LedgerEntry entry : entries) {
      html.in("tr", () -> {
        html.put("th", side + ", " + run.row().name(), "scope", "row").put("td", run.row().id());
        html.put("td", entry.part()).put("td", entry.source().label());
        html.in("td", () -> html.put("code.digest", entry.source().sha256()));
        html.in("td", () -> html.put("code", Provenance.brief(run.head().sha256()), "title", run.head().sha256()));
      });
    }
  }
}
