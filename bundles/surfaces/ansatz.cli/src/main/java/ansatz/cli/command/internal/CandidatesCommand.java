package ansatz.cli.command.internal;

import ansatz.bundles.BundleLibrary;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.RunRow;
import ansatz.experiment.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the completion scripts ask: words that could stand in place of the last one. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "candidates", hidden = true, description = "complete the last word")
public final class CandidatesCommand implements Subcommand {
  private static final Set<String> TAKES_RUNS = Set.of("resume", "show", "compare", "report", "why", "reproduce",
      "cite");
  private static final Set<String> TAKES_PARTS = Set.of("describe", "cite", "schema");

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "the words after ansatz")
  private List<String> words = new ArrayList<>();

  @Override
  public int run(Session session) {
    String last = words.isEmpty() ? "" : words.getLast();
    List<String> candidates = new ArrayList<>(session.commands().complete(words.isEmpty() ? List.of("") : words));
    String command = words.size() > 1 ? words.getFirst() : "";
    if (!last.startsWith("-")) {
      if (TAKES_RUNS.contains(command)) {
        session.service(Runner.class).list().stream().map(RunRow::name).forEach(candidates::add);
      }
      if (TAKES_PARTS.contains(command)) {
        Kinds.names().forEach(kind -> Kinds.parts(session, kind).forEach(part -> candidates.add(Kinds.name(part))));
      }
      if (command.equals("bundle") && words.size() > 2) {
        session.service(BundleLibrary.class).list().forEach(each -> candidates.add(each.name() + "@" + each.version()));
      }
      if (command.equals("list")) {
        candidates.addAll(Kinds.names());
      }
    }
    candidates.stream().filter(word -> word.startsWith(last)).distinct().sorted().forEach(session.out()::println);
    return 0;
  }
}
