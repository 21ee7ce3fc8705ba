package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.data.ArrayFormat;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.data.TransformFactory;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Procedure;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunStore;
import ansatz.learn.Description;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.MetricFactory;
import ansatz.learn.PartFactory;
import ansatz.learn.Suggestion;
import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine;

/** The kinds of services that people plug in, by the names under which they are listed. */
final class Kinds {
  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("estimator", EstimatorFactory.class);
    ALL.put("metric", MetricFactory.class);
    ALL.put("transform", TransformFactory.class);
    ALL.put("sample", Sample.class);
    ALL.put("table-reader", TableReader.class);
    ALL.put("array-format", ArrayFormat.class);
    ALL.put("linalg", LinearAlgebra.class);
    ALL.put("backend", Backend.class);
    ALL.put("procedure", Procedure.class);
    ALL.put("run-store", RunStore.class);
    ALL.put("report", ReportWriter.class);
    ALL.put("command", Subcommand.class);
  }

  private Kinds() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The parts of a kind, by name, best first under one name. @throws ConfigException for a kind that is none */
  static List<Part<?>> parts(Session session, String kind) {
    String singular = kind.endsWith("s") && !ALL.containsKey(kind) ? kind.substring(0, kind.length() - 1) : kind;
    Class<?> type = ALL.get(singular);
    if (type == null) {
      throw new ConfigException("list: unknown kind '" + kind + "' — " + Suggestion.hint(kind, names()));
    }
    List<Part<?>> parts = new ArrayList<>(session.parts(type));
    parts.sort((a, b) -> name(a).compareTo(name(b)));
    return parts;
  }

  /** Everything of that name, with its kind. @throws ConfigException when there is nothing */
  static Map<String, Part<?>> named(Session session, String command, String name) {
    Map<String, Part<?>> found = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    for (String kind : names()) {
      for (Part<?> part : parts(session, kind)) {
        all.add(name(part));
        if (name(part).equals(name)) {
          found.putIfAbsent(kind, part);
        }
      }
    }
    if (found.isEmpty()) {
      String near = Suggestion.nearest(name, all).map(word -> " — did you mean '" + word + "'?").orElse("");
      throw new ConfigException(command + ": unknown part '" + name + "'" + near + " (ansatz list)");
    }
    return found;
  }

  /** The name to call it by; commands carry theirs in picocli's annotation. */
  static String name(Part<?> part) {
    CommandLine.Command command = part.service().getClass().getAnnotation(CommandLine.Command.class);
    return command == null ? part.name() : command.name();
  }

  /** The class that holds description and citations: the algorithm, where the service only makes it. */
  static Class<?> algorithm(Object service) {
    return service instanceof PartFactory<?> factory ? factory.algorithm() : service.getClass();
  }

  /** One line that says what it is. */
  static String summary(Part<?> part) {
    CommandLine.Command command = part.service().getClass().getAnnotation(CommandLine.Command.class);
    if (command != null) {
      return String.join(" ", command.description());
    }
    if (part.service() instanceof Sample sample) {
      return sample.description();
    }
    String summary = Description.of(algorithm(part.service())).summary();
    return summary.isEmpty() ? ofBundle(part.service()) : summary.replaceAll("( \\(\\d+\\))+$", "");
  }

  /** What the bundle says of itself. */
  private static String ofBundle(Object service) {
    Bundle bundle = FrameworkUtil.getBundle(service.getClass());
    String text = bundle == null ? null : bundle.getHeaders().get(Constants.BUNDLE_DESCRIPTION);
    return text == null ? "" : text;
  }
}
