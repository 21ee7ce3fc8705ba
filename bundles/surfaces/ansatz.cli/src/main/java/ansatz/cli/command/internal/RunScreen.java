package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Progress;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.Experiment;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import ansatz.experiment.Work;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a person sees of a run: its name, the progress, how it ended, and what to do next. */
final class RunScreen implements Runner.Watcher {
  private final Session session;
  private final PrintStream out;
  private final Paint paint;
  private final Progress progress;
  private final Interrupt interrupt;
  private long acknowledged = -1;
  private RunRow run;

  private RunScreen(Session session, Interrupt interrupt) {
    this.session = session;
    this.out = session.json() ? session.err() : session.out();
    this.paint = new Paint(session.terminal().color());
    this.progress = new Progress(session.err(), session.terminal(), System::nanoTime);
    this.interrupt = interrupt;
  }

  /** Does the work under the eyes of a person; the exit code. */
  static int show(Session session, Function<Runner.Watcher, RunRow> work) {
    try (Interrupt interrupt = Interrupt.listen()) {
      RunScreen screen = new RunScreen(session, interrupt);
      interrupt.onFirst(screen::stopping);
      RunRow ended;
      try {
        ended = work.apply(screen);
      } catch (RuntimeException | Error e) {
        screen.progress.clear();
        screen.resumable();
        throw e;
      }
      return screen.finish(ended);
    }
  }

  @Override
  public void started(RunRow row, Experiment experiment, long before, long total) {
    run = row;
    facts(row);
    out.println("run " + paint.bold(row.name()) + " (" + row.id() + ")  seed " + experiment.seed());
    if (before > 0) {
      out.println("resuming after step " + before + " of " + total);
    }
    out.flush();
    progress.begin(before);
  }

  private void facts(RunRow row) {
    Tree lock = new Tree(session.service(RunReader.class).read(row.id()).lock());
    List<String> facts = new ArrayList<>(List.of("config valid"));
    Tree data = lock.at("data");
    if (!data.isNull()) {
      String print = data.at("fingerprint").text();
      facts.add("data " + data.at("name").text() + "@" + print.substring(0, Math.min(8, print.length())) + " ("
          + data.at("rows").text() + " rows)");
    }
    Set<String> bundles = new LinkedHashSet<>();
    lock.at("slots").map().values()
        .forEach(slot -> bundles.add(slot.at("bundle").text() + " " + slot.at("version").text()));
    if (!bundles.isEmpty()) {
      facts.add("parts " + String.join(", ", bundles));
    }
    String line = String.join("   ", facts.stream().map(fact -> "✓ " + fact).toList());
    int width = session.terminal().width();
    List<String> lines = line.length() <= width
        ? List.of(line)
        : facts.stream().flatMap(fact -> Fold.lines("✓ " + fact, width).stream()).toList();
    lines.forEach(each -> out.println(each.replace("✓", paint.good("✓"))));
  }

  @Override
  public void stepped(Work.StepReport report, long steps, long total) {
    progress.step(steps, total, report.label());
  }

  @Override
  public void acknowledged(long step) {
    acknowledged = step;
  }

  @Override
  public void notice(String line) {
    progress.line(line);
  }

  @Override
  public boolean stopRequested() {
    return interrupt.requested();
  }

  private void stopping() {
    progress.clear();
    session.err().print("Interrupt: saving checkpoint … ");
    session.err().flush();
  }

  private int finish(RunRow ended) {
    run = ended;
    progress.clear();
    return switch (ended.state()) {
      case FINISHED -> {
        finished(session.service(RunReader.class).read(ended.id()));
        yield 0;
      }
      case INTERRUPTED -> {
        session.err().println("done at step " + ended.step() + ". Resume: " + Hint.command("resume " + ended.name()));
        yield 130;
      }
      case RUNNING, FAILED, CRASHED -> {
        session.err().println("error run " + ended.name() + ": " + ended.message() + " — "
            + Hint.command("resume " + ended.name()) + " once that is cured");
        yield 1;
      }
    };
  }

  private void resumable() {
    if (run != null && run.state() == RunState.RUNNING) {
      String kept = acknowledged < 0 ? "" : "; steps up to " + acknowledged + " are kept";
      session.err().println("run " + run.name() + " stopped" + kept + ". Once the cause is cured: "
          + Hint.command("resume " + run.name()));
    }
  }

  private void finished(RunFiles files) {
    if (session.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("run", RunTrees.of(files.row()));
      tree.put("folder", files.folder());
      tree.put("result", files.result());
      session.out().println(Json.of(tree));
      return;
    }
    out.println();
    RunText.history(files, session.terminal().width()).forEach(out::println);
    out.println(RunText.summary(files));
    out.println();
    RunText.table(files, session.terminal().width(), paint).forEach(out::println);
    out.println();
    if (Files.exists(files.folder().resolve("report.html"))) {
      out.println("report        " + files.folder().resolve("report.html"));
    }
    String name = files.row().name();
    out.println("next          " + Hint.command("show " + name) + "   " + Hint.command("cite " + name));
    out.println("compare       " + Hint.command("compare @last2 @last"));
  }
}
