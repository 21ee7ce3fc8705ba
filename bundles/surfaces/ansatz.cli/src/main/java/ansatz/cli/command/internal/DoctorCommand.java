package ansatz.cli.command.internal;

import ansatz.cli.Part;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Paint;
import ansatz.experiment.Home;
import ansatz.experiment.RunStore;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;

/** {@code ansatz doctor}: what this machine offers, and what to do about what it lacks. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "doctor", description = "say what this machine offers and what to do about what it lacks")
public final class DoctorCommand implements Subcommand {
  private static final int LABEL = 22;

  @Override
  public int run(Session session) {
    List<Part<LinearAlgebra>> providers = session.parts(LinearAlgebra.class);
    List<Check> checks = new ArrayList<>(MachineChecks.all(Home.current().folder()));
    providers.forEach(part -> checks.add(linearAlgebra(part)));
    if (providers.isEmpty()) {
      checks.add(Check.fail("linear algebra", "no provider is running", "see the bundles below"));
    }
    natives().ifPresent(checks::add);
    session.parts(RunStore.class).forEach(part -> checks.addAll(store(part)));
    checks.addAll(bundles());
    boolean failed = checks.stream().anyMatch(check -> check.level() == Check.Level.FAIL);
    if (session.json()) {
      session.out().println(Json.of(checks.stream().map(DoctorCommand::tree).toList()));
    } else {
      checks.forEach(check -> print(session, check));
    }
    return failed ? 1 : 0;
  }

  /** Multiplies: that loads the native library and proves it. */
  private static Check linearAlgebra(Part<LinearAlgebra> part) {
    String what = "linalg " + part.name();
    try {
      double product = part.service().multiply(Matrix.of(new double[][] {{2}}), Matrix.of(new double[][] {{3}}))
          .data()[0];
      return product == 6
          ? Check.ok(what, part.origin() + ", ranking " + part.ranking())
          : Check.fail(what, part.origin() + ": 2 * 3 = " + product, "run with fit.linalg=another");
    } catch (RuntimeException | LinkageError e) {
      return Check.fail(what, part.origin() + " does not load: " + e.getMessage(),
          "runs use the next provider; natives are unpacked to " + System.getProperty("ansatz.natives"));
    }
  }

  /** The native libraries that were unpacked. */
  private static Optional<Check> natives() {
    String folder = System.getProperty("ansatz.natives");
    if (folder == null || !Files.isDirectory(Path.of(folder))) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      List<String> names = files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".so"))
          .sorted()
          .toList();
      return Optional.of(Check.ok("native libraries", String.join(", ", names) + " in " + folder));
    } catch (IOException | UncheckedIOException e) {
      return Optional.of(Check.warn("native libraries", "cannot read " + folder + ": " + e.getMessage(),
          "delete the folder; it is filled again"));
    }
  }

  private static List<Check> store(Part<RunStore> part) {
    String what = "store " + part.name();
    List<String> problems = part.service().problems();
    return problems.isEmpty()
        ? List.of(Check.ok(what, part.origin() + ", " + part.service().list().size() + " runs"))
        : problems.stream().map(problem -> Check.problem(what, problem)).toList();
  }

  private static List<Check> bundles() {
    Bundle own = FrameworkUtil.getBundle(DoctorCommand.class);
    BundleContext context = own == null ? null : own.getBundleContext();
    if (context == null) {
      return List.of();
    }
    List<Check> checks = new ArrayList<>();
    int running = 0;
    for (Bundle bundle : context.getBundles()) {
      boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
      if (fragment || (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
        running++;
      } else {
        checks.add(Check.fail("bundle", bundle.getSymbolicName() + " " + bundle.getVersion() + " does not run",
            "the log in " + Home.current().folder() + "/logs says why"));
      }
    }
    checks.addFirst(Check.ok("bundles", running + " running"));
    return checks;
  }

  private static void print(Session session, Check check) {
    Paint paint = new Paint(session.terminal().color());
    String mark = switch (check.level()) {
      case OK -> paint.good("ok  ");
      case WARN -> paint.warn("warn");
      case FAIL -> paint.bad("FAIL");
    };
    String text = check.finding() + (check.cure().isEmpty() ? "" : " — " + check.cure());
    List<String> lines = Fold.lines(text, Math.max(40, session.terminal().width() - LABEL - 6));
    for (int i = 0; i < lines.size(); i++) {
      session.out().println((i == 0 ? mark : "    ") + "  "
          + String.format(Locale.ROOT, "%-" + LABEL + "s", i == 0 ? check.what() : "") + lines.get(i));
    }
  }

  private static Map<String, Object> tree(Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("check", check.what());
    tree.put("level", check.level().name().toLowerCase(Locale.ROOT));
    tree.put("finding", check.finding());
    tree.put("cure", check.cure());
    return tree;
  }
}
