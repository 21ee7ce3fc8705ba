package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz checkpoint RUN}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "checkpoint", description = "make a running run write a checkpoint now and go on")
public final class CheckpointCommand implements Subcommand {
  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Override
  public int run(Session session) {
    RunningRun running = RunningRun.of(session, run);
    Map<String, Object> answer = running.ask(Map.of("command", "checkpoint"));
    session.out().println(session.json()
        ? Json.of(answer)
        : "checkpoint of run " + running.row().name() + " written after step " + answer.get("step"));
    return 0;
  }
}
