package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz compare RUN RUN...}: results side by side, and what could explain a difference. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "compare", description = "put runs side by side: results, configuration, bundles, data")
public final class CompareCommand implements Subcommand {
  private static final String NONE = "–";

  @Parameters(arity = "2..*", paramLabel = "RUN", description = "names, ids, @last, @last2")
  private List<String> runs;

  @Override
  public int run(Session session) {
    RunReader reader = session.service(RunReader.class);
    List<RunFiles> files = runs.stream().map(reader::read).toList();
    List<String> names = files.stream().map(each -> each.row().name()).toList();
    Map<String, List<String>> metrics = new LinkedHashMap<>();
    Map<String, List<String>> config = new LinkedHashMap<>();
    Map<String, List<String>> code = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      put(metrics, metrics(files.get(i)), i);
      put(config, new Tree(files.get(i).config()).leaves(), i);
      put(code, code(new Tree(files.get(i).lock())), i);
    }
    config.values().removeIf(CompareCommand::equal);
    code.values().removeIf(CompareCommand::equal);
    if (session.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("runs", names);
      tree.put("metrics", metrics);
      tree.put("config", config);
      tree.put("code", code);
      session.out().println(Json.of(tree));
    } else {
      print(session, "results", names, metrics, "no results in common");
      print(session, "configuration that differs", names, config, "the same configuration");
      print(session, "code, data and machine that differ", names, code, "the same code, data and machine");
    }
    return 0;
  }

  private void print(Session session, String title, List<String> names, Map<String, List<String>> rows, String none) {
    Paint paint = new Paint(session.terminal().color());
    if (rows.isEmpty()) {
      session.out().println(none);
      return;
    }
    session.out().println(paint.bold(title));
    List<String> titles = new ArrayList<>(List.of(""));
    names.forEach(name -> titles.add(name + ">"));
    Table table = new Table(titles);
    rows.forEach((key, values) -> {
      List<String> cells = new ArrayList<>(List.of(key));
      cells.addAll(values);
      table.row(cells, new boolean[cells.size()]);
    });
    table.lines(session.terminal().width(), paint).forEach(session.out()::println);
    session.out().println();
  }

  private void put(Map<String, List<String>> rows, Map<String, String> column, int i) {
    column.forEach((key, value) -> rows
        .computeIfAbsent(key, _ -> new ArrayList<>(Collections.nCopies(runs.size(), NONE))).set(i, value));
  }

  private static boolean equal(List<String> values) {
    return values.stream().distinct().count() == 1;
  }

  private static Map<String, String> metrics(RunFiles run) {
    Tree result = new Tree(run.result());
    Map<String, String> cells = new LinkedHashMap<>();
    for (Tree model : result.at("models").list()) {
      for (Tree metric : result.at("metrics").list()) {
        cells.put(model.at("label").text() + " " + ResultTable.title(metric), ResultTable.cell(model, metric));
      }
    }
    return cells;
  }

  private static Map<String, String> code(Tree lock) {
    Map<String, String> code = new LinkedHashMap<>();
    lock.at("data").leaves().forEach((key, value) -> {
      if (key.equals("fingerprint")) {
        code.put("data fingerprint", brief(value));
      }
    });
    lock.at("machine").leaves().forEach((key, value) -> code.put("machine " + key, value));
    lock.at("jvm").leaves().forEach((key, value) -> code.put("java " + key, value));
    for (Tree bundle : lock.at("bundles").list()) {
      code.put(bundle.at("bundle").text(),
          bundle.at("version").text() + " " + brief(bundle.at("sha256").text()));
    }
    return code;
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }
}
