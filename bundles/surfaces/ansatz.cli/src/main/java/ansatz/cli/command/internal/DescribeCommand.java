package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.LatexText;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.learn.Description;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.MetricFactory;
import ansatz.learn.ParamException;
import ansatz.learn.Parameter;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import ansatz.learn.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz describe NAME}: what its Javadoc, its config record and its citations say. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "describe", description = "explain a part: equation, shapes, parameters with bounds, citation")
public final class DescribeCommand implements Subcommand {
  @Parameters(paramLabel = "NAME", description = "any name that ansatz list shows")
  private String name;

  @Override
  public int run(Session session) {
    Map<String, Part<?>> found = Kinds.named(session, "describe", name);
    if (session.json()) {
      List<Object> trees = new ArrayList<>();
      found.forEach((kind, part) -> trees.add(tree(kind, part)));
      session.out().println(Json.of(trees.size() == 1 ? trees.getFirst() : trees));
    } else {
      found.forEach((kind, part) -> print(session, kind, part));
    }
    return 0;
  }

  private void print(Session session, String kind, Part<?> part) {
    Paint paint = new Paint(session.terminal().color());
    int width = session.terminal().width();
    List<String> lines = new ArrayList<>();
    Description description = Description.of(Kinds.algorithm(part.service()));
    lines.add(paint.bold(name) + "  " + kind + tasks(part.service()) + "  " + paint.dim(part.origin()));
    lines.addAll(Fold.lines(Kinds.summary(part), width));
    if (!description.equations().isEmpty()) {
      lines.add("");
      description.equations().forEach(latex -> equation(lines, latex, width));
    }
    for (String paragraph : description.paragraphs()) {
      lines.add("");
      lines.addAll(Fold.lines(LatexText.inside(paragraph), width));
    }
    lines.add("");
    labelled(lines, "shapes", description.shapes(), width, paint);
    labelled(lines, "cost", LatexText.inside(description.cost()), width, paint);
    parameters(lines, part.service(), width, paint);
    References.of(part.service()).forEach(cite -> labelled(lines, "cite", References.line(cite), width, paint));
    lines.forEach(session.out()::println);
  }

  /** The parts of an equation that wide spaces set off have lines of their own. */
  private static void equation(List<String> lines, String latex, int width) {
    for (String part : LatexText.of(latex).split("\\u2003+")) {
      List<String> folded = Fold.lines(part, width - 8);
      for (int i = 0; i < folded.size(); i++) {
        lines.add((i == 0 ? "    " : "        ") + folded.get(i));
      }
    }
  }

  private static void labelled(List<String> lines, String label, String text, int width, Paint paint) {
    List<String> folded = Fold.lines(text, width - 8);
    for (int i = 0; i < folded.size(); i++) {
      lines.add(paint.dim(i == 0 ? String.format(Locale.ROOT, "%-8s", label) : "        ") + folded.get(i));
    }
  }

  private void parameters(List<String> lines, Object service, int width, Paint paint) {
    if (!(service instanceof PartFactory<?> factory)) {
      return;
    }
    List<Parameter> parameters = Params.describe(factory.config());
    if (parameters.isEmpty()) {
      labelled(lines, "params", "none", width, paint);
      return;
    }
    Table table = new Table("parameter", "type", "default", "bounds", "meaning");
    rows(table, "", parameters);
    lines.add("");
    lines.addAll(table.lines(width, paint));
    lines.add("");
  }

  private static void rows(Table table, String prefix, List<Parameter> parameters) {
    for (Parameter each : parameters) {
      String value = each.required() ? "required" : each.value().map(Numbers::literal).orElse("–");
      String choices = each.choices().isEmpty() ? "" : " (" + String.join(", ", each.choices()) + ")";
      table.row(prefix + each.name(), each.type(), value, each.range(), each.help() + choices);
      rows(table, prefix + each.name() + ".", each.nested());
    }
  }

  private static String tasks(Object service) {
    List<String> tasks = taskNames(service);
    return tasks.isEmpty() ? "" : " for " + String.join(", ", tasks);
  }

  /** The tasks of a part with default parameters; empty where it has required ones or is not for tasks. */
  private static List<String> taskNames(Object service) {
    try {
      return switch (service) {
        case EstimatorFactory f -> f.create(Params.of(f.config())).tasks().stream().sorted().map(DescribeCommand::word)
            .toList();
        case MetricFactory f -> List.of(word(f.create(Params.of(f.config())).task()));
        default -> List.of();
      };
    } catch (ParamException e) {
      return List.of();
    }
  }

  private static String word(Task task) {
    return task.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> tree(String kind, Part<?> part) {
    Description description = Description.of(Kinds.algorithm(part.service()));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind);
    tree.put("name", Kinds.name(part));
    tree.put("bundle", part.bundle());
    tree.put("version", part.version());
    tree.put("summary", Kinds.summary(part));
    tree.put("tasks", taskNames(part.service()));
    tree.put("equations", description.equations());
    tree.put("shapes", description.shapes());
    tree.put("cost", description.cost());
    tree.put("paragraphs", description.paragraphs());
    if (part.service() instanceof PartFactory<?> factory) {
      tree.put("parameters", trees(Params.describe(factory.config())));
    }
    tree.put("citations", References.of(part.service()).stream().map(References::tree).toList());
    return tree;
  }

  private static List<Object> trees(List<Parameter> parameters) {
    List<Object> trees = new ArrayList<>();
    for (Parameter each : parameters) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", each.name());
      tree.put("type", each.type());
      tree.put("required", each.required());
      tree.put("default", each.value());
      tree.put("bounds", each.range());
      tree.put("scale", each.scale().name().toLowerCase(Locale.ROOT));
      tree.put("choices", each.choices());
      tree.put("help", each.help());
      tree.put("parameters", trees(each.nested()));
      trees.add(tree);
    }
    return trees;
  }
}
