package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunReader;
import ansatz.experiment.Swap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz swap RUN SLOT=NAME[@VERSION]} and {@code ansatz swap RUN --undo}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "swap", description = "change the code that fills a slot of a running run, or take that back",
    footer = {"", "The candidate first does some steps in a child process, while the run goes on; it is refused when",
      "it throws, hangs, exits, gives NaN, is worse or far slower. Then the slot's state is carried over.",
      "Should a later step fail all the same, the incumbent does it again.", "",
      "  ansatz swap @last linalg=openblas", "  ansatz swap @last model.ridge=ridge@1.0.1 --provisional",
      "  ansatz swap @last --undo"})
public final class SwapCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Parameters(index = "1", arity = "0..1", paramLabel = "SLOT=NAME[@VERSION]",
      description = "what shall fill which slot; without version the one that new work uses")
  private String replacement;

  @Option(names = "--undo", arity = "0..1", fallbackValue = "", paramLabel = "SLOT",
      description = "go back to what filled the slot before its last swap; without SLOT, the last swap of all")
  private String undo;

  @Option(names = "--shadow", paramLabel = "K", defaultValue = "5",
      description = "steps in the child process before (${DEFAULT-VALUE}); 0 for none")
  private int shadow;

  @Option(names = "--tolerance", paramLabel = "T", defaultValue = "0.1",
      description = "share of its scale by which a metric may be worse there (${DEFAULT-VALUE})")
  private double tolerance;

  @Option(names = "--provisional", description = "allow a version that is not promoted, for this run alone")
  private boolean provisional;

  @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "a reason, for the ledger")
  private String why;

  @Override
  public int run(Session session) {
    if ((replacement == null) == (undo == null)) {
      throw new ConfigException("swap: either SLOT=NAME[@VERSION] or --undo — swap --help");
    }
    if (shadow < 0 || !(tolerance >= 0)) {
      throw new ConfigException("swap: --shadow and --tolerance are not negative — swap --help");
    }
    Map<String, Object> question = undo == null ? swap() : new LinkedHashMap<>(Map.of("command", "undo", "why", why));
    Asking asking = Asking.running(session, run);
    if (undo != null) {
      question.put("slot", undo.isEmpty() ? last(session, asking) : undo);
    } else if (shadow == 0) {
      session.err()
          .println("no shadow: that protection is off; what the candidate does wrong is met in the run itself, "
              + "where a step of its that throws or gives NaN is done again by the incumbent");
    }
    Map<String, Object> answer = asking.ask(question);
    if (session.json()) {
      session.out().println(Json.of(answer));
    } else {
      tell(session, asking.row().name(), new Tree(answer));
    }
    return 0;
  }

  private Map<String, Object> swap() {
    Replacement asked = Replacement.parse(replacement, provisional, "", why);
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("command", "swap");
    question.put("slot", asked.slot());
    question.put("part", asked.part());
    question.put("shadow", shadow);
    question.put("tolerance", tolerance);
    question.put("provisional", provisional);
    question.put("why", why);
    return question;
  }

  /** The slot of the newest swap that is still in force. */
  private static String last(Session session, Asking asking) {
    List<String> inForce = new ArrayList<>();
    for (Swap swap : session.service(RunReader.class).read(asking.row().id()).swaps()) {
      switch (swap.kind()) {
        case SWAPPED -> inForce.add(swap.slot());
        case UNDONE, ROLLED_BACK, RESTARTED -> {
          int newest = inForce.lastIndexOf(swap.slot());
          if (newest >= 0) {
            inForce.remove(newest);
          }
        }
        case REFUSED -> {
        }
      }
    }
    if (inForce.isEmpty()) {
      throw new RefusedException("run " + asking.row().name() + " has no swap to take back — "
          + Hint.command("status " + asking.row().name()));
    }
    return inForce.getLast();
  }

  private static void tell(Session session, String name, Tree answer) {
    String difference = answer.at("difference").text();
    session.out().println("committed after step " + answer.at("step").text() + ", pause "
        + String.format(Locale.ROOT, "%.0f ms", answer.at("pauseMillis").number())
        + (difference.isEmpty() ? "" : ", greatest difference " + difference));
    session.out().println(answer.at("slot").text() + ": " + answer.at("from").text() + " → " + answer.at("to").text());
    if (answer.at("kind").text().equals("swapped")) {
      session.out().println("undo          " + Hint.command("swap " + name + " --undo " + answer.at("slot").text()));
    }
  }
}
