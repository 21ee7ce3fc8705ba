package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Progress;
import ansatz.cli.text.internal.Sparkline;
import ansatz.cli.text.internal.Table;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Experiment;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner;
import ansatz.experiment.VersionComparer;
import ansatz.experiment.VersionComparison;
import ansatz.experiment.VersionComparison.Row;
import ansatz.experiment.VersionComparison.Track;
import ansatz.experiment.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz ab FILE slot=name@1,name@2}: one experiment under two versions of a part. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "ab", description = "run an experiment under two versions of a part and compare them step by step",
    footer = {"", "Both are ordinary runs with the same seed and the same order of data. Example:",
      "  ansatz ab diabetes.yaml model.ridge=ridge@1.0.0,ridge@1.0.1"})
public final class AbCommand implements Subcommand {
  private static final int CURVE = 24;
  /** Stands for equal bits on a logarithmic scale. */
  private static final double EQUAL = -17;

  @Parameters(index = "0", paramLabel = "FILE", description = "the experiment (YAML)")
  private Path file;

  @Parameters(index = "1", paramLabel = "SLOT=A,B",
      description = "the slot and what shall fill it: name[@version],name[@version]")
  private String versions;

  @Parameters(index = "2..*", paramLabel = "OVERRIDE", description = "changes to the experiment, for both")
  private List<String> overrides = new ArrayList<>();

  @Override
  public int run(Session session) {
    String[] sides = versions.matches("[^=,]+=[^=,]+,[^=,]+") ? versions.split("[=,]") : null;
    if (sides == null) {
      throw new ConfigException("ab: '" + versions + "' is not SLOT=A,B, such as linalg=jblas,openblas or "
          + "model.ridge=ridge@1.0.0,ridge@1.0.1");
    }
    try (Interrupt interrupt = Interrupt.listen()) {
      Screen screen = new Screen(session, interrupt, sides);
      interrupt.onFirst(screen.progress::clear);
      VersionComparison comparison = session.service(VersionComparer.class).compare(file, overrides, sides[0], sides[1],
          sides[2], screen);
      if (session.json()) {
        session.out().println(Json.of(tree(comparison, screen.page)));
      } else {
        print(session, comparison);
        if (screen.page != null) {
          session.out().println(screen.page);
        }
      }
      return 0;
    }
  }

  /** What a person sees while both runs go on. */
  private static final class Screen implements Runner.Watcher {
    private static final String PAGE = "page ";

    private final Session session;
    private final Interrupt interrupt;
    private final String[] sides;
    private final Progress progress;
    private int runs;
    private String page;

    private Screen(Session session, Interrupt interrupt, String[] sides) {
      this.session = session;
      this.interrupt = interrupt;
      this.sides = sides;
      this.progress = new Progress(session.err(), session.terminal(), System::nanoTime);
    }

    @Override
    public void started(RunRow run, Experiment experiment, long done, long total) {
      runs++;
      progress
          .line("AB".charAt(runs - 1) + "  " + sides[0] + "=" + sides[runs] + "  run " + run.name() + " (" + run.id()
              + ")  seed " + experiment.seed());
      progress.begin(done);
    }

    @Override
    public void stepped(Work.StepReport report, long done, long total) {
      progress.step(done, total, report.label());
    }

    @Override
    public void ended(RunRow run) {
      progress.clear();
    }

    @Override
    public void notice(String line) {
      if (line.startsWith(PAGE)) {
        page = line.substring(PAGE.length());
      } else {
        progress.line(line);
      }
    }

    @Override
    public boolean stopRequested() {
      return interrupt.requested();
    }
  }

  private static void print(Session session, VersionComparison comparison) {
    Paint paint = new Paint(session.terminal().color());
    int width = session.terminal().width();
    session.out().println();
    Table metrics = new Table("model", "metric", "A>", "B>", "B − A>", "p (Holm)>");
    for (Row row : comparison.rows()) {
      boolean equal = row.difference() == 0;
      metrics.row(row.model(), row.title(), Numbers.of(row.meanA()), Numbers.of(row.meanB()),
          equal ? "equal" : Numbers.of(row.difference(), row.standardError()),
          equal ? "" : Numbers.probability(row.p()));
    }
    metrics.lines(width, paint).forEach(session.out()::println);
    session.out().println();
    Table divergence = new Table("quantity", "points>", "first at step>", "greatest>", "divergence (log)");
    for (Metric metric : metrics(comparison)) {
      divergence.row(metric.name, String.valueOf(metric.points),
          metric.first < 0 ? "never" : String.valueOf(metric.first),
          DivergenceText.relative(metric.greatest), metric.first < 0 ? "equal" : Sparkline.of(metric.curve, CURVE));
    }
    divergence.lines(width, paint).forEach(session.out()::println);
    comparison.divergence().greatest()
        .ifPresent(where -> session.out().println(paint.dim("greatest difference at " + DivergenceText.words(where))));
    session.out().println();
    session.out().println("verdict  " + paint.bold(comparison.verdict()));
    session.out().println("runs     A " + comparison.a().row().name() + "   B " + comparison.b().row().name() + "   "
        + Hint.command("compare " + comparison.a().row().name() + " " + comparison.b().row().name()));
  }

  /** The divergence of one metric over all fits. @param first step that differs, -1 for none */
  private record Metric(String name, int points, long first, double greatest, double[] curve) {
    private static Metric of(String name, List<Track> tracks) {
      long first = -1;
      double greatest = 0;
      int points = 0;
      for (Track track : tracks) {
        points += track.steps().length;
        for (int i = 0; i < track.steps().length; i++) {
          boolean differs = track.relative()[i] != 0;
          first = differs && (first < 0 || track.steps()[i] < first) ? track.steps()[i] : first;
          greatest = Math.max(greatest, track.relative()[i]);
        }
      }
      double[] curve = tracks.stream().flatMapToDouble(track -> Arrays.stream(track.relative()))
          .map(relative -> Double.isFinite(relative) ? Math.max(EQUAL, Math.log10(relative)) : Double.NaN).toArray();
      return new Metric(name, points, first, greatest, curve);
    }
  }

  private static List<Metric> metrics(VersionComparison comparison) {
    Map<String, List<Track>> byMetric = new LinkedHashMap<>();
    comparison.tracks().forEach(track -> byMetric.computeIfAbsent(track.metric(), _ -> new ArrayList<>()).add(track));
    return byMetric.entrySet().stream().map(entry -> Metric.of(entry.getKey(), entry.getValue())).toList();
  }

  private static Map<String, Object> tree(VersionComparison comparison, String page) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("slot", comparison.slot());
    tree.put("a", side(comparison.partA(), comparison.a().row()));
    tree.put("b", side(comparison.partB(), comparison.b().row()));
    tree.put("verdict", comparison.verdict());
    tree.put("rows", comparison.rows().stream().map(AbCommand::tree).toList());
    tree.put("points", comparison.divergence().points());
    tree.put("arrays", comparison.divergence().arrays());
    tree.put("first", comparison.divergence().differences().stream().findFirst().map(DivergenceText::tree));
    tree.put("greatest", comparison.divergence().greatest().map(DivergenceText::tree));
    tree.put("divergence", metrics(comparison).stream().map(AbCommand::tree).toList());
    tree.put("page", page);
    return tree;
  }

  private static Map<String, Object> side(String part, RunRow run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("part", part);
    tree.put("run", RunTrees.of(run));
    return tree;
  }

  private static Map<String, Object> tree(Row row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model", row.model());
    tree.put("metric", row.metric());
    tree.put("a", row.meanA());
    tree.put("b", row.meanB());
    tree.put("difference", row.difference());
    tree.put("standardError", row.standardError());
    tree.put("p", row.p());
    return tree;
  }

  private static Map<String, Object> tree(Metric metric) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("metric", metric.name);
    tree.put("points", metric.points);
    tree.put("first", metric.first < 0 ? null : metric.first);
    tree.put("greatest", metric.greatest);
    return tree;
  }
}
