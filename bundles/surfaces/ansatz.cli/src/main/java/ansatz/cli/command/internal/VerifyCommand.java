package ansatz.cli.command.internal;

import ansatz.bundles.BundleLibrary;
import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz verify [RUN] [--head HEX]...}: the hash chains and the stored bundles. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "verify", description = "say whether what was recorded of runs and bundles is what was recorded then",
    footer = {"", "A head that you saved elsewhere also shows whether the end of a chain was cut off or all of it made "
        + "anew."})
public final class VerifyCommand implements Subcommand {
  private static final String NOTE = "note: ";

  @Parameters(paramLabel = "RUN", arity = "0..1", description = "name, id or @last: its head is printed, too")
  private String run;

  @Option(names = "--head", paramLabel = "HEX", description = "a head saved elsewhere, of a run or of the home")
  private List<String> heads = List.of();

  @Override
  public int run(Session session) {
    heads.forEach(VerifyCommand::requireHead);
    RunStore store = session.service(RunStore.class);
    Map<String, ChainLink> ends = new LinkedHashMap<>();
    ends.put("home", last(store.homeChain()));
    if (run != null) {
      RunRow row = session.service(Runner.class).find(run);
      ends.put("run " + row.name(), last(store.chain(row.id())));
    }
    List<String> defects = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String finding : store.verify(heads)) {
      (finding.startsWith(NOTE) ? notes : defects).add(finding.replaceFirst("^" + NOTE, ""));
    }
    for (Part<BundleLibrary> library : session.parts(BundleLibrary.class)) {
      defects.addAll(library.service().verify());
    }
    if (session.json()) {
      session.out().println(Json.of(tree(ends, defects, notes)));
    } else {
      print(session, ends, defects, notes);
    }
    return defects.isEmpty() ? 0 : 1;
  }

  private static void requireHead(String head) {
    if (!head.matches("[0-9a-fA-F]{64}")) {
      throw new ConfigException("'" + head + "' is no head: 64 hexadecimal digits, as `" + Hint.command("verify")
          + "` prints them");
    }
  }

  private static ChainLink last(List<ChainLink> chain) {
    return chain.isEmpty() ? ChainLink.NONE : chain.getLast();
  }

  private static void print(Session session, Map<String, ChainLink> ends, List<String> defects, List<String> notes) {
    Paint paint = new Paint(session.terminal().color());
    ends.forEach((what, end) -> session.out().println("head of " + what + "  " + (end.sequence() == 0
        ? "none: nothing is recorded in a chain yet"
        : end.sha256() + "  after " + end.sequence() + (end.sequence() == 1 ? " link" : " links"))));
    notes.forEach(note -> session.out().println(paint.warn("note") + " " + note));
    if (defects.isEmpty()) {
      session.out().println(paint.good("✓") + " all that is recorded agrees with its hash chains");
    }
    defects.forEach(defect -> session.err().println("error verify: " + defect));
  }

  private static Map<String, Object> tree(Map<String, ChainLink> ends, List<String> defects, List<String> notes) {
    Map<String, Object> heads = new LinkedHashMap<>();
    ends.forEach((what, end) -> heads.put(what, Map.of("links", end.sequence(), "sha256", end.sha256())));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sound", defects.isEmpty());
    tree.put("heads", heads);
    tree.put("defects", defects);
    tree.put("notes", notes);
    return tree;
  }
}
