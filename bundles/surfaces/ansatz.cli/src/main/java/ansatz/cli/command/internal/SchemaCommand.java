package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Runner;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz schema [FILE|NAME]}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "schema", description = "print the JSON Schema of experiment files, or of one part's parameters")
public final class SchemaCommand implements Subcommand {
  @Parameters(arity = "0..1", paramLabel = "FILE|NAME", description = "a part; else experiment files")
  private String what;

  @Override
  public int run(Session session) {
    boolean file = what == null || what.endsWith(".yaml") || what.endsWith(".yml") || Files.exists(Path.of(what));
    if (file) {
      if (what != null) {
        session.service(Runner.class).prepare(Path.of(what), List.of());
      }
      session.out().println(Json.of(session.service(Runner.class).schema()));
      return 0;
    }
    Map<String, Part<?>> found = Kinds.named(session, "schema", what);
    for (Part<?> part : found.values()) {
      if (part.service() instanceof PartFactory<?> factory) {
        session.out().println(Json.of(Params.schema(factory.config())));
        return 0;
      }
    }
    throw new ConfigException("schema: '" + what + "' has no parameters — ansatz describe " + what);
  }
}
