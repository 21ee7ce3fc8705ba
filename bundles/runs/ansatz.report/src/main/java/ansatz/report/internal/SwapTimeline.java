package ansatz.report.internal;

import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.util.List;

/** Every change of code while the run went on, and every one that was refused, in order of steps. */
final class SwapTimeline {
  private SwapTimeline() {}

  /** What stands beside a line in a plot: {@code 1.0.1}, or the part where another one takes over. */
  static String mark(Swap swap) {
    boolean version = swap.from().bundle().equals(swap.to().bundle());
    return version ? swap.to().version() : swap.toPart();
  }

  static void write(Page page) {
    List<Swap> swaps = page.run().swaps();
    if (swaps.isEmpty()) {
      return;
    }
    Html html = page.html();
    page.table("plain.swaps", "Changes of code while the run went on: a checkpoint before each is there to return to",
        () -> {
          page.heads("After step", "Slot", "What", "From", "To", "Who", "Why", "Measured before", "Return to");
          html.in("tbody", () -> swaps.forEach(swap -> html.in("tr", () -> row(html, swap))));
        });
  }

  private static void row(Html html, Swap swap) {
    html.put("td.number", Numbers.count(swap.step()));
    html.in("th", () -> html.put("code", swap.slot()), "scope", "row");
    String kind = swap.kind().word();
    html.put(swap.changed() ? "td" : "td.refused",
        swap.provisional() && swap.changed() ? kind + ", provisional" : kind);
    code(html, swap.fromPart(), swap.from());
    code(html, swap.toPart(), swap.to());
    html.put("td", swap.who()).put("td", swap.why()).put("td", swap.detail());
    if (swap.checkpoint().isEmpty()) {
      html.put("td.absent", "–");
    } else {
      html.in("td", () -> html.put("code", swap.checkpoint(), "title", swap.checkpointSha256()));
    }
  }

  private static void code(Html html, String part, Source source) {
    html.in("td", () -> {
      html.text(source.bundle().isEmpty() ? part : part + ", " + source.label());
      if (!source.sha256().isEmpty()) {
        html.text(" ").put("code", Provenance.brief(source.sha256()), "title", source.sha256());
      }
    });
  }
}
