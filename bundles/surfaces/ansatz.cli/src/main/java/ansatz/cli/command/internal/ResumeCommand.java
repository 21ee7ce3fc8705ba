package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.Runner;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz resume RUN}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "resume", description = "go on with an interrupted, failed or crashed run")
public final class ResumeCommand implements Subcommand {
  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Override
  public int run(Session session) {
    Runner runner = session.service(Runner.class);
    return RunScreen.show(session, watcher -> runner.resume(run, watcher));
  }
}
