package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz why RUN}: the ledger. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "why", description = "say whose code filled each slot of a run, at which steps, and why")
public final class WhyCommand implements Subcommand {
  private static final int SHORT = 12;

  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Option(names = "--step", paramLabel = "N", description = "only what was in force at step N")
  private Long step;

  @Override
  public int run(Session session) {
    RunFiles files = session.service(RunReader.class).read(run);
    List<LedgerEntry> entries = files.ledger().stream()
        .filter(entry -> step == null || entry.fromStep() <= step && step <= entry.toStep()).toList();
    if (session.json()) {
      session.out().println(Json.of(entries.stream().map(WhyCommand::tree).toList()));
      return 0;
    }
    if (entries.isEmpty()) {
      session.out().println("nothing was in force" + (step == null ? "" : " at step " + step) + "; "
          + files.row().name() + " has done " + files.row().step() + " steps");
      return 0;
    }
    Table table = new Table("slot", "steps>", "part", "bundle", "digest", "by", "why");
    for (LedgerEntry entry : entries) {
      String digest = entry.source().sha256();
      table.row(entry.slot(), entry.fromStep() + "–" + entry.toStep(), entry.part(), entry.source().label(),
          digest.substring(0, Math.min(SHORT, digest.length())), entry.who(), entry.why());
    }
    table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
    return 0;
  }

  private static Map<String, Object> tree(LedgerEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("slot", entry.slot());
    tree.put("from", entry.fromStep());
    tree.put("to", entry.toStep());
    tree.put("part", entry.part());
    tree.put("bundle", entry.source().bundle());
    tree.put("version", entry.source().version());
    tree.put("sha256", entry.source().sha256());
    tree.put("wiring", entry.source().wiring());
    tree.put("who", entry.who());
    tree.put("why", entry.why());
    return tree;
  }
}
