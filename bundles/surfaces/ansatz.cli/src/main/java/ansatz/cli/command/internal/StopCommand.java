package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz stop RUN}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "stop", description = "make a running run save a checkpoint and stop, as Ctrl-C does where it runs",
    footer = {"", "It stops at the end of its step and can be resumed."})
public final class StopCommand implements Subcommand {
  private static final long WAIT_MILLIS = 30_000;
  private static final long LOOK_MILLIS = 50;

  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Override
  public int run(Session session) throws InterruptedException {
    RunningRun running = RunningRun.of(session, run);
    running.ask(Map.of("command", "stop"));
    RunRow row = stopped(session.service(Runner.class), running.row().id());
    if (session.json()) {
      session.out().println(Json.of(RunTrees.of(row)));
    } else if (row.state() == RunState.RUNNING) {
      session.out().println("run " + row.name() + " is stopping — " + Hint.command("status " + row.name()));
    } else {
      session.out().println("run " + row.name() + " stopped at step " + row.step() + ". Resume: "
          + Hint.command("resume " + row.name()));
    }
    return 0;
  }

  /** The run once its last checkpoint is written. */
  private static RunRow stopped(Runner runner, String id) throws InterruptedException {
    RunRow row = runner.find(id);
    for (long waited = 0; row.state() == RunState.RUNNING && waited < WAIT_MILLIS; waited += LOOK_MILLIS) {
      Thread.sleep(LOOK_MILLIS);
      row = runner.find(id);
    }
    return row;
  }
}
