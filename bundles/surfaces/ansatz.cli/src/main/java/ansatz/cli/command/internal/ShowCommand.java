package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz show RUN}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "show", description = "show one run: state, data, machine, results, files")
public final class ShowCommand implements Subcommand {
  private static final int LABEL = 14;

  @Parameters(paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Override
  public int run(Session session) {
    RunRow row = session.service(Runner.class).find(run);
    RunFiles files = session.service(RunReader.class).read(row.id());
    if (session.json()) {
      session.out().println(Json.of(tree(row, files)));
      return 0;
    }
    Paint paint = new Paint(session.terminal().color());
    int width = session.terminal().width();
    Tree lock = new Tree(files.lock());
    session.out().println("run " + paint.bold(row.name()) + " (" + row.id() + ")  " + RunTrees.state(row));
    line(session, "experiment", row.experiment() + " from " + row.source() + ", seed " + lock.at("seed").text());
    line(session, "steps", row.step() + " of " + row.total() + " in " + Numbers.duration(row.seconds()) + ", started "
        + row.created());
    if (!lock.at("data").isNull()) {
      line(session, "data", lock.at("data", "name").text() + ", " + lock.at("data", "rows").text()
          + " rows, fingerprint " + lock.at("data", "fingerprint").text());
      line(session, "machine", String.join(" ", lock.at("machine").leaves().values()));
      line(session, "java", String.join(" ", lock.at("jvm").leaves().values()));
    }
    if (row.message() != null && !row.message().isEmpty()) {
      line(session, "message", row.message());
    }
    line(session, "folder", files.folder().toString());
    if (Files.exists(files.folder().resolve("report.html"))) {
      line(session, "report", files.folder().resolve("report.html").toString());
    }
    if (!files.result().isEmpty()) {
      session.out().println();
      RunText.history(files, width).forEach(session.out()::println);
      session.out().println(RunText.summary(files));
      session.out().println();
      RunText.table(files, width, paint).forEach(session.out()::println);
    } else if (row.state() != RunState.RUNNING) {
      line(session, "go on", Hint.command("resume " + row.name()));
    }
    return 0;
  }

  private static void line(Session session, String label, String text) {
    List<String> lines = Fold.lines(text, Math.max(40, session.terminal().width() - LABEL));
    for (int i = 0; i < lines.size(); i++) {
      session.out().println(String.format(Locale.ROOT, "%-" + LABEL + "s%s", i == 0 ? label : "", lines.get(i)));
    }
  }

  private static Map<String, Object> tree(RunRow row, RunFiles files) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", RunTrees.of(row));
    tree.put("folder", files.folder());
    tree.put("config", files.config());
    tree.put("lock", files.lock());
    tree.put("result", files.result());
    List<Object> points = new ArrayList<>();
    files.points().forEach(point -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("step", point.step());
      entry.put("series", point.series());
      entry.put("metric", point.metric());
      entry.put("value", point.value());
      points.add(entry);
    });
    tree.put("points", points);
    return tree;
  }
}
