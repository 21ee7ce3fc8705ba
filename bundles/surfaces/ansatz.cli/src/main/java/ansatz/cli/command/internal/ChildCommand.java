package ansatz.cli.command.internal;

import ansatz.bundles.ChildTask;
import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.ConfigException;
import ansatz.learn.Suggestion;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@link ansatz.bundles.ChildJvm} starts. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "child", hidden = true, description = "do a task in a process of its own")
public final class ChildCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "the task")
  private String name;

  @Parameters(index = "1", paramLabel = "FOLDER", description = "request.json in, verdict.json out")
  private Path folder;

  @Override
  public int run(Session session) throws Exception {
    List<Part<ChildTask>> tasks = session.parts(ChildTask.class);
    for (Part<ChildTask> task : tasks) {
      if (task.name().equals(name)) {
        return end(task.service().run(folder.toAbsolutePath()));
      }
    }
    throw new ConfigException(
        "child: unknown task '" + name + "' — " + Suggestion.hint(name, tasks.stream().map(Part::name).toList()));
  }

  /** Its verdict is written: a bundle that does not let the framework stop shall not keep the parent waiting for it. */
  private static int end(int code) {
    if (Boolean.getBoolean("ansatz.child")) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(code);
    }
    return code;
  }
}
