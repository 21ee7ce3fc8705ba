package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import ansatz.experiment.Swap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz status RUN}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "status", description = "say how far a run is, what fills its slots, and what was changed")
public final class StatusCommand implements Subcommand {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int SHORT = 12;
  private static final int MOST_SWAPS = 10;

  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Override
  public int run(Session session) {
    RunRow row = session.service(Runner.class).find(run);
    Map<String, Object> live = Map.of();
    String silence = "";
    if (row.state() == RunState.RUNNING) {
      try {
        live = RunningRun.once(row, Map.of("command", "status"), LIMIT);
      } catch (RefusedException | RunException e) {
        row = session.service(Runner.class).find(row.id());
        silence = row.state() == RunState.RUNNING ? e.getMessage() : "";
      }
    }
    RunFiles files = session.service(RunReader.class).read(row.id());
    Tree answer = new Tree(live);
    if (session.json()) {
      session.out().println(Json.of(tree(row, files, live)));
      return 0;
    }
    session.out().println("run " + new Paint(session.terminal().color()).bold(row.name()) + " (" + row.id() + ")  "
        + RunTrees.state(row) + (live.isEmpty() ? "" : ", process " + answer.at("pid").text()));
    session.out().println(live.isEmpty() ? steps(row) : steps(row, answer));
    if (!silence.isEmpty()) {
      Fold.lines(silence, session.terminal().width()).forEach(session.out()::println);
    }
    table(session, live.isEmpty() ? recorded(files) : answer.at("slots").list());
    pending(session, answer);
    swaps(session, files.swaps());
    if (row.state() != RunState.RUNNING) {
      session.out().println("next: " + Hint.command((row.state() == RunState.FINISHED ? "show " : "resume ")
          + row.name()));
    }
    return 0;
  }

  private static String steps(RunRow row) {
    return "step " + row.step() + " of " + row.total() + (row.message() == null || row.message().isEmpty()
        ? ""
        : ": " + row.message());
  }

  private static String steps(RunRow row, Tree live) {
    double left = live.at("secondsLeft").number();
    return "step " + live.at("step").text() + " of " + live.at("total").text() + ", "
        + (Double.isFinite(left) ? Numbers.duration(left) + " left" : "time left not known yet") + "; kept up to "
        + row.step() + "; this step has gone on for " + Numbers.duration(live.at("stepSeconds").number())
        + ", the slowest took " + Numbers.duration(live.at("slowestStepSeconds").number());
  }

  private static void table(Session session, List<Tree> slots) {
    if (slots.isEmpty()) {
      return;
    }
    Table table = new Table("slot", "part", "bundle", "digest");
    slots.forEach(slot -> table.row(slot.at("slot").text(), slot.at("part").text(),
        slot.at("bundle").text() + " " + slot.at("version").text(), slot.at("sha256").text()));
    session.out().println();
    table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
  }

  /** What filled each slot last, by the ledger. */
  private static List<Tree> recorded(RunFiles files) {
    Map<String, LedgerEntry> last = new LinkedHashMap<>();
    files.ledger().forEach(e -> last.merge(e.slot(), e, (a, b) -> b.toStep() >= a.toStep() ? b : a));
    List<Tree> slots = new ArrayList<>();
    last.values().forEach(e -> slots.add(new Tree(Map.of("slot", e.slot(), "part", e.part(), "bundle",
        e.source().bundle(), "version", e.source().version(), "sha256",
        e.source().sha256().substring(0, Math.min(SHORT, e.source().sha256().length()))))));
    return slots;
  }

  private static void pending(Session session, Tree live) {
    for (Tree each : live.at("pending").list()) {
      session.out().println("asked: " + each.at("what").text() + ", " + each.at("stage").text());
      if (!each.at("waitsFor").text().isEmpty()) {
        session.out().println("       withdraw: "
            + Hint.command("swap " + live.at("run").at("name").text() + " --withdraw " + each.at("slot").text()));
      }
    }
  }

  private static void swaps(Session session, List<Swap> swaps) {
    if (!swaps.isEmpty()) {
      session.out().println();
    }
    for (Swap swap : swaps.subList(Math.max(0, swaps.size() - MOST_SWAPS), swaps.size())) {
      String change = swap.changed()
          ? swap.fromPart() + " " + swap.from().label() + " → " + swap.toPart() + " " + swap.to().label()
          : swap.change();
      String line = "after step " + swap.step() + ", " + swap.slot() + ": " + change + ", " + swap.kind().word()
          + (swap.provisional() ? ", provisional" : "") + (swap.why().isEmpty() ? "" : ": " + swap.why());
      Fold.lines(line, session.terminal().width()).forEach(session.out()::println);
    }
  }

  private static Map<String, Object> tree(RunRow row, RunFiles files, Map<String, Object> live) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("slots", recorded(files).stream().map(Tree::node).toList());
    tree.putAll(live);
    tree.remove("ok");
    tree.put("run", RunTrees.of(row));
    tree.put("swaps", files.swaps().stream().map(Swap::tree).toList());
    return tree;
  }
}
