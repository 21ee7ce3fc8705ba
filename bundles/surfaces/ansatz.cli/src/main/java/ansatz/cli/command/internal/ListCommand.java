package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz list [KIND]}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "list", description = "list what is installed, by kind, with the bundle it comes from")
public final class ListCommand implements Subcommand {
  @Parameters(arity = "0..1", paramLabel = "KIND", description = "estimator, metric, transform, sample, table-reader, array-format, linalg, procedure, run-store, "
      + "report or command; all by default")
  private String kind;

  @Override
  public int run(Session session) {
    List<Object> trees = new ArrayList<>();
    Paint paint = new Paint(session.terminal().color());
    for (String each : kind == null ? Kinds.names() : List.of(kind)) {
      List<Part<?>> parts = Kinds.parts(session, each);
      Table table = new Table("  name", "bundle", "what");
      for (Part<?> part : parts) {
        trees.add(tree(each, part));
        table.row("  " + Kinds.name(part), part.origin(), Kinds.summary(part));
      }
      if (!session.json() && !table.isEmpty()) {
        session.out().println(paint.bold(each) + " (" + parts.size() + ")");
        table.lines(session.terminal().width(), paint).stream().skip(1).forEach(session.out()::println);
        session.out().println();
      }
    }
    if (session.json()) {
      session.out().println(Json.of(trees));
    }
    return 0;
  }

  private static Map<String, Object> tree(String kind, Part<?> part) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind);
    tree.put("name", Kinds.name(part));
    tree.put("bundle", part.bundle());
    tree.put("version", part.version());
    tree.put("ranking", part.ranking());
    tree.put("summary", Kinds.summary(part));
    return tree;
  }
}
