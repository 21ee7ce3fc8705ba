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
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz swap RUN SLOT=NAME[@VERSION]}, {@code ansatz swap RUN --undo} and {@code --withdraw}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "swap", description = "change the code that fills a slot of a running run, or take that back",
    footer = {"", "The candidate first does some steps in a child process, while the run goes on; it is refused when",
      "it throws, hangs, exits, gives NaN, is worse or far slower. Then the slot's state is carried over.",
      "Should a later step fail all the same, the incumbent does it again.", "",
      "Where the state of a fold means nothing to the candidate, --at fold waits for the next one: the swap is",
      "kept with the run, whatever becomes of its process, until it is made, refused or withdrawn.", "",
      "  ansatz swap @last linalg=openblas", "  ansatz swap @last model.ridge=ridge@1.0.1 --provisional",
      "  ansatz swap @last model.em=k-means --at fold", "  ansatz swap @last --undo"})
public final class SwapCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "name, id or @last")
  private String run;

  @Parameters(index = "1", arity = "0..1", paramLabel = "SLOT=NAME[@VERSION]",
      description = "what shall fill which slot; without version the one that new work uses")
  private String replacement;

  @Option(names = "--undo", arity = "0..1", fallbackValue = "", paramLabel = "SLOT",
      description = "go back to what filled the slot before its last swap; without SLOT, the last swap of all")
  private String undo;

  @Option(names = "--withdraw", paramLabel = "SLOT", description = "take back a swap that waits")
  private String withdraw;

  @Option(names = "--at", paramLabel = "MOMENT", defaultValue = "step",
      description = "step: at once, the state is carried over; fold: when the slot begins anew (${DEFAULT-VALUE})")
  private String at;

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
    if (Stream.of(replacement, undo, withdraw).filter(Objects::nonNull).count() != 1) {
      throw new ConfigException("swap: either SLOT=NAME[@VERSION] or --undo or --withdraw — swap --help");
    }
    if (!List.of("step", "fold").contains(at)) {
      throw new ConfigException("swap: --at " + at + " is neither step nor fold — swap --help");
    }
    if (shadow < 0 || !(tolerance >= 0)) {
      throw new ConfigException("swap: --shadow and --tolerance are not negative — swap --help");
    }
    Map<String, Object> question = question();
    RunningRun running = RunningRun.of(session, run);
    if (undo != null) {
      question.put("slot", undo = undo.isEmpty() ? last(session, running) : undo);
    } else if (replacement != null && shadow == 0) {
      session.err()
          .println("no shadow: that protection is off; what the candidate does wrong is met in the run itself, "
              + "where a step of its that throws or gives NaN is done again by the incumbent");
    }
    Map<String, Object> answer = running.ask(question);
    if (session.json()) {
      session.out().println(Json.of(answer));
    } else {
      tell(session, running.row().name(), new Tree(answer));
    }
    return 0;
  }

  private Map<String, Object> question() {
    if (withdraw != null) {
      return Map.of("command", "withdraw", "slot", withdraw);
    }
    return undo == null ? swap() : new LinkedHashMap<>(Map.of("command", "undo", "why", why, "at", at));
  }

  private Map<String, Object> swap() {
    Replacement asked = Replacement.parse(replacement, provisional, "", why);
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("command", "swap");
    question.put("slot", asked.slot());
    question.put("part", asked.part());
    question.put("at", at);
    question.put("shadow", shadow);
    question.put("tolerance", tolerance);
    question.put("provisional", provisional);
    question.put("why", why);
    return question;
  }

  private static String code(Tree code) {
    return code.at("part").text() + " " + code.at("bundle").text() + "@" + code.at("version").text();
  }

  /** The slot of the newest swap that is still in force. */
  private static String last(Session session, RunningRun running) {
    List<String> inForce = new ArrayList<>();
    for (Swap swap : session.service(RunReader.class).read(running.row().id()).swaps()) {
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
      throw new RefusedException("run " + running.row().name() + " has no swap to take back — "
          + Hint.command("status " + running.row().name()));
    }
    return inForce.getLast();
  }

  private void tell(Session session, String name, Tree answer) {
    if (withdraw != null) {
      session.out().println("withdrawn: " + answer.at("withdrawn").text());
      return;
    }
    String over = answer.at("waitsFor").text();
    if (!over.isEmpty()) {
      String slot = replacement == null ? undo : replacement.substring(0, replacement.indexOf('='));
      session.out().println("it is made after " + over + ", kept with the run until then");
      session.out().println("withdraw      " + Hint.command("swap " + name + " --withdraw " + slot));
      return;
    }
    String difference = answer.at("difference").text();
    session.out().println("committed after step " + answer.at("step").text() + ", pause "
        + String.format(Locale.ROOT, "%.0f ms", answer.at("pauseMillis").number())
        + (difference.isEmpty() ? "" : ", greatest difference " + difference));
    session.out().println(answer.at("slot").text() + ": " + code(answer.at("from")) + " → " + code(answer.at("to")));
    if (answer.at("kind").text().equals("swapped")) {
      session.out().println("undo          " + Hint.command("swap " + name + " --undo " + answer.at("slot").text()));
    }
  }
}
