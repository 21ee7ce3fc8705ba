package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RunReader;
import ansatz.learn.Bibtex;
import ansatz.learn.Cite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz cite RUN|NAME}: the references of a part, or of everything that a run used, with its code and data. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "cite", description = "print the references of a part, or of everything a run used, with code and data")
public final class CiteCommand implements Subcommand {
  @Parameters(paramLabel = "RUN|NAME", description = "a run (name, id or @last) or a part")
  private String what;

  @Option(names = "--bibtex", description = "as BibTeX")
  private boolean bibtex;

  @Override
  public int run(Session session) {
    Optional<RunCitation> run = Optional.empty();
    List<? extends Part<?>> parts;
    try {
      parts = List.copyOf(Kinds.named(session, "cite", what).values());
    } catch (ConfigException noPart) {
      run = Optional.of(run(session, noPart));
      Set<String> used = run.get().parts();
      parts = Kinds.names().stream().flatMap(kind -> Kinds.parts(session, kind).stream())
          .filter(part -> used.contains(Kinds.name(part))).toList();
    }
    Map<String, Cite> cites = new LinkedHashMap<>();
    parts.forEach(part -> References.of(part.service()).forEach(cite -> cites.putIfAbsent(cite.key(), cite)));
    if (session.json()) {
      List<Map<String, Object>> trees = new ArrayList<>(cites.values().stream().map(References::tree).toList());
      run.map(RunCitation::trees).ifPresent(trees::addAll);
      session.out().println(Json.of(trees));
    } else if (bibtex) {
      cites.values().forEach(cite -> session.out().println(Bibtex.entry(cite) + "\n"));
      run.map(RunCitation::bibtex).ifPresent(entries -> entries.forEach(e -> session.out().println(e + "\n")));
    } else {
      cites.values().forEach(cite -> print(session, References.line(cite)));
      run.ifPresent(each -> print(session, each));
    }
    if (cites.isEmpty()) {
      session.err().println("cite: nothing in '" + what + "' names a source");
    }
    return 0;
  }

  private static void print(Session session, String text) {
    List<String> lines = Fold.lines(text, session.terminal().width() - 4);
    session.out().println(lines.getFirst());
    lines.stream().skip(1).forEach(line -> session.out().println("    " + line));
  }

  private static void print(Session session, RunCitation run) {
    session.out().println();
    run.code().forEach(line -> print(session, "Code: " + line));
    print(session, "Data: " + run.data());
    print(session, "Software: " + run.software());
  }

  private RunCitation run(Session session, ConfigException noPart) {
    try {
      return new RunCitation(session.service(RunReader.class).read(what));
    } catch (ConfigException e) {
      e.addSuppressed(noPart);
      throw new ConfigException("cite: '" + what + "' is neither a run (ansatz runs) nor a part (ansatz list)", e);
    }
  }
}
