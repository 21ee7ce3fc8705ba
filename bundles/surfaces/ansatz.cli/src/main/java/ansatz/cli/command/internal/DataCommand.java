package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.cli.text.internal.Tree;
import ansatz.data.Column;
import ansatz.data.Dataset;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz data list|show|verify}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "data", description = "list data sets, show their columns, verify them by fingerprint", subcommands = {
  DataCommand.ListOf.class, DataCommand.Show.class, DataCommand.Verify.class})
public final class DataCommand implements Subcommand {
  @Override
  public int run(Session session) {
    return new ListOf().run(session);
  }

  /** {@code ansatz data list}. */
  @Command(name = "list", description = "list the data sets that come with bundles")
  static final class ListOf implements Subcommand {
    @Override
    public int run(Session session) {
      Table table = new Table("sample", "rows>", "columns>", "target", "bundle", "what");
      List<Object> trees = new ArrayList<>();
      for (Tables.Source source : Tables.samples(session)) {
        Dataset data = source.load();
        trees.add(DataCommand.tree(data, source.origin(), source.description()));
        table.row(source.name(), String.valueOf(data.size()), String.valueOf(data.columns().size()),
            data.target().map(Column::name).orElse("–"), source.origin(), source.description());
      }
      if (session.json()) {
        session.out().println(Json.of(trees));
      } else {
        table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
      }
      return 0;
    }
  }

  /** {@code ansatz data show NAME|FILE}. */
  @Command(name = "show", description = "show columns, types, missing values, ranges and the fingerprint")
  static final class Show implements Subcommand {
    @Parameters(paramLabel = "NAME|FILE", description = "a sample or a table file")
    private String what;

    @Override
    public int run(Session session) {
      Tables.Source source = Tables.find(session, what);
      Dataset data = source.load();
      if (session.json()) {
        session.out().println(Json.of(DataCommand.tree(data, source.origin(), source.description())));
        return 0;
      }
      Paint paint = new Paint(session.terminal().color());
      session.out().println(paint.bold(data.name()) + "  " + data.size() + " rows  " + paint.dim(source.origin()));
      session.out().println("fingerprint " + data.fingerprint());
      if (!data.notes().isBlank()) {
        session.out().println();
        data.notes().strip().lines().flatMap(line -> Fold.lines(line, session.terminal().width()).stream())
            .forEach(session.out()::println);
      }
      session.out().println();
      Table table = new Table("column", "role", "type", "missing>", "min>", "max>", "mean>");
      for (Column column : data.columns()) {
        row(table, column, data.roles().getOrDefault(column.name(), Dataset.Role.FEATURE));
      }
      table.lines(session.terminal().width(), paint).forEach(session.out()::println);
      for (Column column : data.columns()) {
        if (column instanceof Column.Categorical c) {
          Fold.lines(c.name() + ": " + String.join(", ", c.levels()), session.terminal().width())
              .forEach(session.out()::println);
        }
      }
      return 0;
    }

    private static void row(Table table, Column column, Dataset.Role role) {
      String word = role.name().toLowerCase(Locale.ROOT);
      String missing = String.valueOf(column.missing());
      switch (column) {
        case Column.Numeric c -> {
          Range range = Range.of(c.values());
          table.row(c.name(), word, "number", missing, Numbers.of(range.min()), Numbers.of(range.max()),
              Numbers.of(range.mean()));
        }
        case Column.Categorical c -> table.row(c.name(), word, c.levels().size() + " levels", missing, "", "", "");
      }
    }
  }

  /** {@code ansatz data verify NAME|FILE|RUN [FINGERPRINT]}. */
  @Command(name = "verify", description = "check that data are still those of a run, or have a given fingerprint")
  static final class Verify implements Subcommand {
    @Parameters(index = "0", paramLabel = "NAME|FILE|RUN", description = "a sample, a table file or a run")
    private String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FINGERPRINT", description = "the expected SHA-256")
    private String expected;

    @Override
    public int run(Session session) {
      Tables.Source source = Tables.tryFind(session, what);
      String wanted = expected;
      String actual;
      if (source != null) {
        actual = source.load().fingerprint();
      } else {
        RunFiles run = session.service(RunReader.class).read(what);
        Tree lock = new Tree(run.lock()).at("data");
        actual = Tables.asIn(run, session).fingerprint();
        wanted = expected == null ? lock.at("fingerprint").text() : expected;
      }
      boolean same = wanted == null || wanted.equals(actual);
      if (session.json()) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("data", what);
        tree.put("expected", wanted);
        tree.put("actual", actual);
        tree.put("same", same);
        session.out().println(Json.of(tree));
      } else if (same) {
        session.out().println((wanted == null ? "fingerprint " : "✓ unchanged ") + actual);
      } else {
        session.err().println("error data verify: " + what + " has fingerprint " + actual + ", expected " + wanted
            + " — the data have changed; ansatz data show tells what they are now");
      }
      return same ? 0 : 1;
    }
  }

  /** Least, greatest and mean of the values that are there. */
  private record Range(double min, double max, double mean) {
    static Range of(double[] values) {
      double[] there = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
      return new Range(Arrays.stream(there).min().orElse(Double.NaN), Arrays.stream(there).max().orElse(Double.NaN),
          Arrays.stream(there).average().orElse(Double.NaN));
    }
  }

  private static Map<String, Object> tree(Dataset data, String origin, String description) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", data.name());
    tree.put("description", description);
    tree.put("origin", origin);
    tree.put("rows", data.size());
    tree.put("fingerprint", data.fingerprint());
    tree.put("target", data.target().map(Column::name));
    List<Object> columns = new ArrayList<>();
    for (Column column : data.columns()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", column.name());
      each.put("role", data.roles().getOrDefault(column.name(), Dataset.Role.FEATURE).name().toLowerCase(Locale.ROOT));
      each.put("missing", column.missing());
      switch (column) {
        case Column.Numeric c -> {
          Range range = Range.of(c.values());
          each.put("type", "number");
          each.put("min", range.min());
          each.put("max", range.max());
          each.put("mean", range.mean());
        }
        case Column.Categorical c -> {
          each.put("type", "category");
          each.put("levels", c.levels());
        }
      }
      columns.add(each);
    }
    tree.put("columns", columns);
    return tree;
  }
}
