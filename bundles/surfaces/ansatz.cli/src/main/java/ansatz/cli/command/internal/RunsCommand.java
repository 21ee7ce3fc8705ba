package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ansatz runs}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "runs", description = "list runs, newest first")
public final class RunsCommand implements Subcommand {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  @Option(names = "--state", paramLabel = "STATE", description = "only: ${COMPLETION-CANDIDATES}")
  private RunState state;

  @Option(names = "--experiment", paramLabel = "NAME", description = "only runs of this experiment")
  private String experiment;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
      description = "at most N (${DEFAULT-VALUE}); 0 for all")
  private int limit;

  @Override
  public int run(Session session) {
    List<RunRow> all = session.service(Runner.class).list().stream()
        .filter(run -> state == null || run.state() == state)
        .filter(run -> experiment == null || run.experiment().equals(experiment)).toList();
    List<RunRow> shown = limit <= 0 ? all : all.subList(0, Math.min(limit, all.size()));
    if (session.json()) {
      session.out().println(Json.of(shown.stream().map(RunTrees::of).toList()));
      return 0;
    }
    if (shown.isEmpty()) {
      session.out().println("no runs" + (state == null && experiment == null ? "" : " like that")
          + " — ansatz run config/experiments/diabetes.yaml");
      return 0;
    }
    Table table = new Table("run", "experiment", "state", "step>", "started", "took>", "result");
    for (RunRow run : shown) {
      table.row(run.name(), run.experiment(), RunTrees.state(run), run.step() + "/" + run.total(),
          TIME.format(run.created().atZone(ZoneId.systemDefault())), Numbers.duration(run.seconds()),
          run.headline() == null || run.headline().isEmpty() ? text(run.message()) : run.headline());
    }
    table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
    if (shown.size() < all.size()) {
      session.out().println("… " + (all.size() - shown.size()) + " more: --limit 0");
    }
    return 0;
  }

  private static String text(String message) {
    return message == null ? "" : message;
  }
}
