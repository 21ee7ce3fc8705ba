package ansatz.report.internal;

import ansatz.experiment.ChainLink;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Which code made these numbers, from which data, on which machine, and how to make them again. */
final class Provenance implements Section {
  @Override
  public String id() {
    return "provenance";
  }

  @Override
  public String title() {
    return "Provenance";
  }

  @Override
  public boolean applies(Page page) {
    return true;
  }

  @Override
  public void write(Page page) {
    commands(page);
    facts(page);
    if (!page.run().ledger().isEmpty()) {
      ledger(page);
    }
    SwapTimeline.write(page);
    head(page);
    bundles(page);
    Html html = page.html();
    html.in("details", () -> {
      html.put("summary", "The experiment, with every default filled in");
      String yaml = new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build())
          .dumpToString(page.run().config());
      html.put("pre", yaml, "tabindex", "0");
    });
  }

  private static void commands(Page page) {
    RunRow row = page.run().row();
    List<String> lines = new ArrayList<>();
    if (row.state() == RunState.FINISHED) {
      lines.add("ansatz reproduce " + row.name());
    } else if (row.state() != RunState.RUNNING) {
      lines.add("ansatz resume " + row.name());
    }
    lines.add("ansatz show " + row.name());
    lines.add("ansatz cite " + row.name());
    page.html().put("pre.commands", String.join("\n", lines), "tabindex", "0");
  }

  private static void facts(Page page) {
    RunRow row = page.run().row();
    Tree lock = Tree.of(page.run().lock());
    Tree data = lock.at("data").empty() ? Tree.of(page.run().result()).at("data") : lock.at("data");
    Tree machine = lock.at("machine");
    Tree jvm = lock.at("jvm");
    Html html = page.html();
    html.in("dl.facts", () -> {
      fact(html, "Run", row.id());
      fact(html, "File", row.source());
      fact(html, "Configuration", row.configDigest());
      fact(html, "Seed", lock.optional("seed").orElse(String.valueOf(Tree.of(page.run().config()).text("seed"))));
      fact(html, "Data", joined(" ", data.text("name"), data.text("fingerprint")));
      fact(html, "Machine", joined(", ", machine.text("cpu"),
          machine.optional("cores").map(c -> c + " cores").orElse(""), machine.text("os"), machine.text("arch")));
      fact(html, "Java", joined(", ", jvm.text("version"), jvm.text("vm"), jvm.text("vendor")));
    });
  }

  private static void fact(Html html, String name, String value) {
    if (!value.isEmpty()) {
      html.in("div", () -> html.put("dt", name).put("dd", value));
    }
  }

  private static void ledger(Page page) {
    Html html = page.html();
    page.table("plain", "The ledger: which code filled which slot over which steps, and why", () -> {
      page.heads("Slot", "Steps", "Part", "Bundle", "Digest", "Who", "Why");
      html.in("tbody", () -> {
        for (LedgerEntry entry : page.run().ledger()) {
          html.in("tr", () -> {
            html.in("th", () -> html.put("code", entry.slot()), "scope", "row");
            html.put("td.number", entry.fromStep() + "–" + entry.toStep());
            html.put("td", entry.part());
            html.put("td", entry.source().label());
            digest(html, entry.source().sha256());
            html.put("td", entry.who());
            html.put("td", entry.why());
          });
        }
      });
    });
  }

  private static void bundles(Page page) {
    List<Tree> bundles = Tree.of(page.run().lock()).trees("bundles");
    if (bundles.isEmpty()) {
      return;
    }
    Html html = page.html();
    html.in("details", () -> {
      html.put("summary", "All " + bundles.size() + " bundles of the process");
      page.table("plain", "Bundles with version and SHA-256 of their content", () -> {
        page.heads("Bundle", "Version", "SHA-256");
        html.in("tbody", () -> bundles.forEach(bundle -> html.in("tr", () -> {
          html.put("th", bundle.text("bundle"), "scope", "row");
          html.put("td.number", bundle.text("version"));
          html.in("td", () -> html.put("code.digest", bundle.text("sha256")));
        })));
      });
    });
  }

  /** The page cannot know its own place in the chain: it is written before the run's end is recorded. */
  private static void head(Page page) {
    ChainLink head = page.run().head();
    if (head.sequence() == 0) {
      return;
    }
    page.html().in("p.note.head", () -> {
      page.html().text("Everything recorded of this run up to link " + head.sequence()
          + " of its hash chain has the head ").put("code.digest", head.sha256()).text(" — keep it elsewhere, and ")
          .put("code", "ansatz verify --head " + head.sha256()).text(" proves that nothing of it was changed since. ");
      if (page.run().row().state() == RunState.FINISHED) {
        page.html().text("A page written by the run itself comes before the link that records its end: ")
            .put("code", "ansatz report " + page.run().row().name()).text(" writes it anew with that one.");
      }
    });
  }

  private static void digest(Html html, String sha256) {
    html.in("td", () -> html.put("code", brief(sha256), "title", sha256));
  }

  /** Enough of a digest to tell it from others. */
  static String brief(String sha256) {
    return sha256.length() > 12 ? sha256.substring(0, 12) + "…" : sha256;
  }

  private static String joined(String separator, String... words) {
    return String.join(separator, List.of(words).stream().filter(w -> !w.isEmpty()).toList());
  }
}
