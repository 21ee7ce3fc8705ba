package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.experiment.ConfigException;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import ansatz.experiment.RunReader;
import ansatz.learn.Bibtex;
import ansatz.learn.Cite;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz cite RUN|NAME}: the references of a part, or of everything that a run used. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "cite", description = "print the references of a part, or of everything a run used")
public final class CiteCommand implements Subcommand {
  @Parameters(paramLabel = "RUN|NAME", description = "a run (name, id or @last) or a part")
  private String what;

  @Option(names = "--bibtex", description = "as BibTeX")
  private boolean bibtex;

  @Override
  public int run(Session session) {
    Map<String, Cite> cites = new LinkedHashMap<>();
    for (Part<?> part : parts(session)) {
      References.of(part.service()).forEach(cite -> cites.putIfAbsent(cite.key(), cite));
    }
    if (session.json()) {
      session.out().println(Json.of(cites.values().stream().map(References::tree).toList()));
    } else if (bibtex) {
      cites.values().forEach(cite -> session.out().println(Bibtex.entry(cite) + "\n"));
    } else {
      cites.values().forEach(cite -> print(session, cite));
    }
    if (cites.isEmpty()) {
      session.err().println("cite: nothing in '" + what + "' names a source");
    }
    return 0;
  }

  private static void print(Session session, Cite cite) {
    List<String> lines = Fold.lines(References.line(cite), session.terminal().width() - 4);
    session.out().println(lines.getFirst());
    lines.stream().skip(1).forEach(line -> session.out().println("    " + line));
  }

  private List<? extends Part<?>> parts(Session session) {
    ConfigException noPart;
    try {
      return List.copyOf(Kinds.named(session, "cite", what).values());
    } catch (ConfigException e) {
      noPart = e;
    }
    RunFiles run;
    try {
      run = session.service(RunReader.class).read(what);
    } catch (ConfigException e) {
      e.addSuppressed(noPart);
      throw new ConfigException("cite: '" + what + "' is neither a run (ansatz runs) nor a part (ansatz list)", e);
    }
    Set<String> used = new LinkedHashSet<>();
    run.ledger().stream().map(LedgerEntry::part).forEach(used::add);
    return Kinds.names().stream().flatMap(kind -> Kinds.parts(session, kind).stream())
        .filter(part -> used.contains(Kinds.name(part))).toList();
  }
}
