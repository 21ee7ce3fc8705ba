package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.experiment.Disk;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.Runner;
import ansatz.experiment.ReportWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz report RUN}: renders the report anew from what the run left. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "report", description = "write the report of a run anew")
public final class ReportCommand implements Subcommand {
  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Option(names = "--open", description = "show it in the browser")
  private boolean open;

  @Override
  public int run(Session session) throws IOException {
    RunFiles files = session.service(RunReader.class).read(run);
    if (files.result().isEmpty()) {
      throw new RefusedException("report: " + files.row().name() + " is not finished ("
          + RunTrees.state(files.row()) + ") — " + Hint.command("resume " + files.row().name()));
    }
    List<Part<ReportWriter>> writers = session.parts(ReportWriter.class);
    if (writers.isEmpty()) {
      throw new RefusedException("report: no bundle writes reports — ansatz list report");
    }
    List<Path> written = new ArrayList<>();
    for (Part<ReportWriter> writer : writers) {
      Path file = files.folder().resolve(writer.service().fileName());
      Disk.SYSTEM.replace(file, writer.service().render(files, session.service(Runner.class).registry()));
      written.add(file);
    }
    if (session.json()) {
      session.out().println(Json.of(written));
    } else {
      written.forEach(session.out()::println);
    }
    if (open) {
      open(session, written.getFirst());
    }
    return 0;
  }

  private static void open(Session session, Path file) throws IOException {
    String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(opener, file.toString()).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      session.err().println("report: no '" + opener + "' here to show it; open " + file.toUri());
    }
  }
}
