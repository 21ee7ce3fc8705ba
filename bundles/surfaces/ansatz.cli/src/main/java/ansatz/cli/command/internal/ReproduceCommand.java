package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Divergence;
import ansatz.experiment.Divergence.Verdict;
import ansatz.experiment.Reproducer;
import ansatz.experiment.Reproducer.Reproduction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz reproduce RUN}: does it again with the code of then and says whether the same comes out. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "reproduce", description = "do a run again with exactly its code, in a JVM of its own, and compare",
    footer = {"", "Exit code 0 when it is bit-exact or within tolerance, 1 when it differs."})
public final class ReproduceCommand implements Subcommand {
  private static final String CLEAR = "\r\033[2K";

  @Parameters(paramLabel = "RUN", description = "name, id or @last; a finished one")
  private String run;

  @Option(names = "--tolerance", paramLabel = "T", description = "greatest relative difference (default: 1e-9)")
  private double tolerance = Reproducer.TOLERANCE;

  @Option(names = "--keep", description = "keep the folder of the replay")
  private boolean keep;

  @Override
  public int run(Session session) {
    if (!(tolerance >= 0)) {
      throw new ConfigException("reproduce --tolerance " + tolerance + ": needs a number from 0 up");
    }
    boolean live = session.terminal().live();
    Reproduction again;
    try {
      again = session.service(Reproducer.class).reproduce(run, keep, line -> {
        if (live && line.startsWith("step ")) {
          session.err().print(CLEAR + line.substring(0, Math.min(line.length(), session.terminal().width() - 1)));
          session.err().flush();
        } else {
          session.err().println((live ? CLEAR : "") + line);
        }
      });
    } finally {
      if (live) {
        session.err().print(CLEAR);
        session.err().flush();
      }
    }
    if (session.json()) {
      session.out().println(Json.of(tree(again)));
    } else {
      session.out().println(words(again, new Paint(session.terminal().color())));
      again.folder().ifPresent(folder -> session.out().println("kept in " + folder));
    }
    return again.divergence().verdict(tolerance) == Verdict.DIFFERS ? 1 : 0;
  }

  private String words(Reproduction again, Paint paint) {
    Divergence divergence = again.divergence();
    String name = again.run().name();
    return switch (divergence.verdict(tolerance)) {
      case BIT_EXACT -> paint.good("bit-exact") + ": " + name + " gave the same " + DivergenceText.compared(divergence)
          + " again, and the same result by the same code";
      case WITHIN_TOLERANCE -> paint.good("within tolerance") + " (" + DivergenceText.relative(tolerance) + "): " + name
          + " gave " + DivergenceText.compared(divergence) + " again; the greatest difference is at "
          + DivergenceText.words(divergence.greatest().orElseThrow());
      case DIFFERS -> paint.bad("differs") + " first at "
          + DivergenceText.words(divergence.first(tolerance).orElseThrow()) + "; " + divergence.differences().size()
          + " of "
          + DivergenceText.compared(divergence) + " and the result's numbers are not equal";
    };
  }

  private Map<String, Object> tree(Reproduction again) {
    Divergence divergence = again.divergence();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", again.run().name());
    tree.put("verdict", divergence.verdict(tolerance).name().toLowerCase(Locale.ROOT).replace('_', '-'));
    tree.put("tolerance", tolerance);
    tree.put("points", divergence.points());
    tree.put("arrays", divergence.arrays());
    tree.put("differences", divergence.differences().size());
    tree.put("first", divergence.first(tolerance).map(DivergenceText::tree));
    tree.put("greatest", divergence.greatest().map(DivergenceText::tree));
    tree.put("notes", again.notes());
    tree.put("folder", again.folder());
    return tree;
  }
}
