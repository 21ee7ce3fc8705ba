package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.Swap;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz why RUN}: the ledger, with every change of code and every one that was refused. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "why", description = "say whose code did which steps of a run, since when and by whose decision")
public final class WhyCommand implements Subcommand {
  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Option(names = "--step", paramLabel = "N", description = "only what was in force at step N")
  private Long step;

  @Override
  public int run(Session session) {
    RunFiles files = session.service(RunReader.class).read(run);
    if (step != null && (step < 1 || step > files.row().step())) {
      throw new ConfigException("why --step " + step + ": " + files.row().name() + " has done steps 1 to "
          + files.row().step());
    }
    RunProvenance provenance = new RunProvenance(files);
    if (session.json()) {
      session.out().println(Json.of(tree(provenance)));
    } else if (files.ledger().isEmpty()) {
      session.out().println("nothing was in force; " + files.row().name() + " has done no step");
    } else if (step == null) {
      whole(session, files);
    } else {
      provenance.at(step).forEach(entry -> inForce(session, provenance, entry));
      provenance.tried(step).forEach(swap -> tried(session, files, swap));
    }
    return 0;
  }

  private static void whole(Session session, RunFiles files) {
    Table ledger = new Table("slot", "steps>", "part", "bundle", "digest", "by", "why");
    for (LedgerEntry entry : files.ledger()) {
      ledger.row(entry.slot(), entry.fromStep() + "–" + entry.toStep(), entry.part(), entry.source().label(),
          RunProvenance.brief(entry.source().sha256()), entry.who(), entry.why());
    }
    print(session, ledger);
    if (!files.swaps().isEmpty()) {
      session.out().println();
      files.swaps().forEach(swap -> line(session, "after step " + swap.step() + "  " + swap.slot() + "  " + what(swap),
          swap.change() + digest(swap) + ", by " + swap.who()
              + (reasons(files, swap).isEmpty() ? "" : ": " + reasons(files, swap))));
    }
    if (files.head().sequence() > 0) {
      session.out().println();
      session.out().println("head of the chain after link " + files.head().sequence()
          + "; kept elsewhere, it proves all of this unchanged:");
      session.out().println(Hint.command("verify --head " + files.head().sha256()));
    }
  }

  private static void print(Session session, Table table) {
    table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
  }

  private static String what(Swap swap) {
    return swap.kind().word() + (swap.provisional() && swap.changed() ? ", provisional" : "");
  }

  private static String digest(Swap swap) {
    return swap.to().sha256().isEmpty() ? "" : " (" + RunProvenance.brief(swap.to().sha256()) + ")";
  }

  /** What a person said, what was measured, and the state before, as long as it is kept. */
  private static String reasons(RunFiles files, Swap swap) {
    List<String> reasons = new ArrayList<>(List.of(swap.why(), swap.detail()));
    if (!swap.checkpoint().isEmpty() && Files.exists(files.folder().resolve(swap.checkpoint()))) {
      reasons.add("the state before it is kept in " + swap.checkpoint()
          + ", from which resume goes on should the newer ones be damaged");
    }
    return String.join("; ", reasons.stream().filter(reason -> !reason.isEmpty()).toList());
  }

  /** In one sentence: which code, since when, by whose decision. */
  private void inForce(Session session, RunProvenance provenance, LedgerEntry entry) {
    String code = entry.part() + ", " + entry.source().label() + " (" + RunProvenance.brief(entry.source().sha256())
        + ")";
    RunFiles files = provenance.run();
    Optional<Swap> origin = provenance.origin(entry);
    String decision = origin
        .map(swap -> what(swap) + " after step " + swap.step() + " by " + swap.who() + ", " + swap.change()
            + (reasons(files, swap).isEmpty() ? "" : ": " + reasons(files, swap)))
        .orElse(entry.why() + " by " + entry.who());
    line(session, entry.slot(), code + ", since step " + entry.fromStep() + ": " + decision);
  }

  private void tried(Session session, RunFiles files, Swap swap) {
    if (!swap.changed()) {
      line(session, swap.slot(), "refused before this step: " + swap.change() + " by " + swap.who()
          + (reasons(files, swap).isEmpty() ? "" : ": " + reasons(files, swap)));
    } else if (swap.kind() == Swap.Kind.ROLLED_BACK || swap.kind() == Swap.Kind.RESTARTED) {
      line(session, swap.slot(), "this step was tried by " + swap.from().label() + " first ("
          + RunProvenance.brief(swap.from().sha256()) + "), " + swap.kind().word() + ": " + reasons(files, swap));
    }
  }

  private static void line(Session session, String title, String text) {
    Paint paint = new Paint(session.terminal().color());
    List<String> lines = Fold.lines(text, Math.max(40, session.terminal().width() - 2));
    session.out().println(paint.bold(title));
    lines.forEach(each -> session.out().println("  " + each));
  }

  private Map<String, Object> tree(RunProvenance provenance) {
    RunFiles files = provenance.run();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", files.row().name());
    List<LedgerEntry> entries = step == null ? files.ledger() : provenance.at(step);
    tree.put("ledger", entries.stream().map(entry -> {
      Map<String, Object> each = RunProvenance.tree(entry);
      each.put("change", provenance.origin(entry).map(Swap::tree));
      return each;
    }).toList());
    List<Swap> changes = step == null ? files.swaps() : provenance.tried(step);
    tree.put("changes", changes.stream().map(Swap::tree).toList());
    ChainLink head = files.head();
    tree.put("head", head.sequence() == 0 ? null : head.sha256());
    tree.put("links", head.sequence());
    return tree;
  }
}
