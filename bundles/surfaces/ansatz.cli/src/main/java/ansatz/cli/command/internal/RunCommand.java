package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.Experiment;
import ansatz.experiment.Plan;
import ansatz.experiment.Replacement;
import ansatz.experiment.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz run FILE [OVERRIDES...]}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "run", description = "run an experiment", footer = {"", "Overrides:", "  a.b=1    set",
  "  +a.b=1   add", "  ~a.b     remove", "", "Ctrl-C saves a checkpoint and stops; a second one stops at once."})
public final class RunCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "the experiment (YAML)")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "OVERRIDE", description = "changes to it: fit.models.ridge.lambda=0.1")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--plan", paramLabel = "FILE", hidden = true, description = "changes of code after given steps")
  private Path plan;

  @Override
  public int run(Session session) {
    Runner runner = session.service(Runner.class);
    Experiment experiment = runner.prepare(file, overrides);
    List<Replacement.Planned> planned = plan == null ? List.of() : Plan.read(plan);
    return RunScreen.show(session, watcher -> planned.isEmpty()
        ? runner.run(experiment, file, overrides, watcher)
        : runner.run(experiment, file, overrides, planned, watcher));
  }
}
