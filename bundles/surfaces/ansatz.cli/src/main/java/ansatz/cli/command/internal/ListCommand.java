package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz list [KIND]}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "list", description = "list what is installed, by kind, with the bundle it comes from")
public final class ListCommand implements Subcommand {
  @Parameters(arity = "0..1", paramLabel = "KIND",
      description = "estimator, metric, transform, sample, table-reader, array-format, linalg, backend, procedure, "
          + "run-store, report or command; all by default")
  private String kind;

  @Override
  public int run(Session session) {
    List<Object> trees = new ArrayList<>();
    Paint paint = new Paint(session.terminal().color());
    for (String each : kind == null ? Kinds.names() : List.of(kind)) {
      List<Part<?>> parts = Kinds.parts(session, each);
      parts.forEach(part -> trees.add(tree(each, part)));
      if (!session.json() && !parts.isEmpty()) {
        session.out().println(paint.bold(each) + " (" + parts.size() + ")");
        parts.stream().map(Part::origin).distinct().sorted()
            .forEach(origin -> print(session, origin, parts.stream().filter(p -> p.origin().equals(origin)).toList()));
        session.out().println();
      }
    }
    if (session.json()) {
      session.out().println(Json.of(trees));
    }
    return 0;
  }

  private static void print(Session session, String origin, List<Part<?>> parts) {
    int width = session.terminal().width();
    int names = parts.stream().mapToInt(part -> Kinds.name(part).length()).max().orElse(0);
    session.out().println("  " + new Paint(session.terminal().color()).dim(origin));
    for (Part<?> part : parts) {
      String line = String.format(Locale.ROOT, "    %-" + names + "s  %s", Kinds.name(part), Kinds.summary(part));
      session.out().println(line.length() <= width ? line : line.substring(0, width - 1) + "…");
    }
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
