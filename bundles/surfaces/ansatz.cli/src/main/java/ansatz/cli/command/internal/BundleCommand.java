package ansatz.cli.command.internal;

import ansatz.bundles.BundleLibrary;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.cli.text.internal.Fold;
import ansatz.cli.text.internal.Json;
import ansatz.cli.text.internal.Numbers;
import ansatz.cli.text.internal.Paint;
import ansatz.cli.text.internal.Table;
import ansatz.cli.text.internal.Tree;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Usage;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz bundle install|promote|rollback|retire|list|show|verify|impact}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "bundle", description = "install, promote, roll back and retire versions of bundles", subcommands = {
  BundleCommand.Install.class, BundleCommand.Promote.class, BundleCommand.Rollback.class, BundleCommand.Retire.class,
  BundleCommand.ListOf.class, BundleCommand.Show.class, BundleCommand.Verify.class, BundleCommand.Impact.class})
public final class BundleCommand implements Subcommand {
  private static final int LABEL = 13;
  private static final int DIGEST = 12;

  @Override
  public int run(Session session) {
    return new ListOf().run(session);
  }

  /** {@code ansatz bundle install FILE.jar [--promote]}. */
  @Command(name = "install", description = "check a bundle, let it be judged in a process of its own, and stage it",
      footer = {"", "Admission stops mistakes, not malice: an installed bundle runs with your rights."})
  static final class Install implements Subcommand {
    @Parameters(paramLabel = "FILE.jar", description = "the bundle")
    private Path jar;

    @Option(names = "--promote", description = "then make it the version that new work uses")
    private boolean promote;

    @Override
    public int run(Session session) {
      BundleLibrary library = session.platform(BundleLibrary.class);
      BundleVersion version = library.install(jar.toAbsolutePath().normalize(), stages(session));
      if (promote) {
        print(session, library.promote(version.label(), stages(session)));
      } else if (session.json()) {
        session.out().println(Json.of(BundleTrees.of(version)));
      } else {
        session.out().println("staged " + bold(session, version.label()) + "  sha256 "
            + version.sha256().substring(0, DIGEST));
        session.out().println("new work uses it after: " + Hint.command("bundle promote " + version.label()));
      }
      return 0;
    }
  }

  /** {@code ansatz bundle promote NAME@VERSION}. */
  @Command(name = "promote", description = "make a staged version the one that new work uses")
  static final class Promote implements Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "as ansatz bundle list shows it")
    private String label;

    @Override
    public int run(Session session) {
      print(session, session.platform(BundleLibrary.class).promote(label, stages(session)));
      return 0;
    }
  }

  /** {@code ansatz bundle rollback}. */
  @Command(name = "rollback", description = "go back to the set of versions before the last promotion")
  static final class Rollback implements Subcommand {
    @Override
    public int run(Session session) {
      print(session, session.platform(BundleLibrary.class).rollback());
      return 0;
    }
  }

  /** {@code ansatz bundle retire NAME@VERSION}. */
  @Command(name = "retire", description = "end a version; every process unloads it and proves that it is gone")
  static final class Retire implements Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "as ansatz bundle list shows it")
    private String label;

    @Option(names = "--force", description = "even if runs cannot be resumed without it")
    private boolean force;

    @Override
    public int run(Session session) {
      BundleLibrary library = library(session);
      List<RunRow> needy = force ? library.neededBy(label) : List.of();
      Map<String, Unloaded> proofs = library.retire(label, force);
      needy.forEach(run -> session.err().println("warning: run " + run.name() + " can be resumed only when " + label
          + " is installed again"));
      if (session.json()) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("retired", label);
        tree.put("unloaded", proofs.entrySet().stream().map(e -> BundleTrees.of(e.getKey(), e.getValue())).toList());
        session.out().println(Json.of(tree));
        return 0;
      }
      session.out().println("retired " + bold(session, label));
      if (proofs.isEmpty()) {
        session.out().println("no running process had loaded it");
      }
      proofs.forEach((process, proof) -> session.out().println("process " + process + ": "
          + (proof.gone()
              ? "class loader gone after " + Numbers.duration(proof.millis() / 1000.0)
              : "still held by " + proof.holder())));
      return 0;
    }
  }

  /** {@code ansatz bundle list}. */
  @Command(name = "list", description = "list all versions, built-in and installed; * is what new work uses")
  static final class ListOf implements Subcommand {
    @Override
    public int run(Session session) {
      List<BundleLibrary.Entry> entries = library(session).list();
      if (session.json()) {
        session.out().println(Json.of(entries.stream().map(BundleTrees::of).toList()));
        return 0;
      }
      Table table = new Table("bundle", "version", "status", "sha256", "installed", "by");
      for (BundleLibrary.Entry entry : entries) {
        boolean[] bold = new boolean[6];
        bold[1] = entry.inForce();
        BundleVersion version = entry.installed();
        table.row(List.of(entry.name(), entry.version() + (entry.inForce() ? " *" : ""), entry.status(),
            entry.sha256().substring(0, DIGEST), version == null ? "" : time(version),
            version == null ? "" : version.who()), bold);
      }
      table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
      return 0;
    }
  }

  /** {@code ansatz bundle show NAME@VERSION}. */
  @Command(name = "show", description = "show all that is known of a version, the verdict of its admission included")
  static final class Show implements Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "as ansatz bundle list shows it")
    private String label;

    @Override
    public int run(Session session) {
      Map<String, Object> shown = library(session).show(label);
      if (session.json()) {
        session.out().println(Json.of(shown));
        return 0;
      }
      Tree tree = new Tree(shown);
      session.out().println("bundle " + bold(session, label) + "  " + tree.at("status").text()
          + (Boolean.TRUE.equals(shown.get("inForce")) ? ", what new work uses" : ""));
      line(session, "sha256", tree.at("sha256").text());
      line(session, "installed", tree.at("installed").text() + " by " + tree.at("who").text(),
          tree.at("installed").isNull());
      line(session, "file", tree.at("file").text(), tree.at("file").isNull());
      line(session, "generations", words(tree.at("generations")), tree.at("generations").list().isEmpty());
      line(session, "runs", words(tree.at("runs")), tree.at("runs").list().isEmpty());
      verdict(session, tree.at("verdict"));
      return 0;
    }

    private static void verdict(Session session, Tree verdict) {
      if (verdict.map().isEmpty()) {
        return;
      }
      boolean admitted = "true".equals(verdict.at("admitted").text());
      line(session, "admission", admitted
          ? verdict.at("tests").text() + " tests passed in " + Numbers.duration(verdict.at("wall").number())
          : "refused: " + verdict.at("reason").text());
      verdict.at("failed").list()
          .forEach(each -> line(session, "failed", each.at("test").text() + ": " + each.at("detail").text()));
      verdict.at("offers").list()
          .forEach(each -> line(session, "offers", each.at("kind").text() + " " + each.at("name").text()));
      verdict.at("wires").map()
          .forEach((wired, provider) -> line(session, "wired", wired + " from " + provider.text()));
      line(session, "judged among", words(verdict.at("standing")));
    }
  }

  /** {@code ansatz bundle verify}. */
  @Command(name = "verify", description = "check every stored bundle against its digest and the catalogue")
  static final class Verify implements Subcommand {
    @Override
    public int run(Session session) {
      List<String> problems = library(session).verify();
      if (session.json()) {
        session.out().println(Json.of(Map.of("sound", problems.isEmpty(), "problems", problems)));
      } else if (problems.isEmpty()) {
        session.out().println("✓ every stored bundle is what its digest says");
      } else {
        problems.forEach(problem -> session.err().println("error bundle verify: " + problem));
      }
      return problems.isEmpty() ? 0 : 1;
    }
  }

  /** {@code ansatz bundle impact NAME@VERSION}. */
  @Command(name = "impact", description = "list the runs that a version did steps for, running ones first")
  static final class Impact implements Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "as ansatz bundle list shows it")
    private String label;

    @Override
    public int run(Session session) {
      List<Usage> usages = library(session).impact(label);
      if (session.json()) {
        Set<String> needy = library(session).neededBy(label).stream().map(RunRow::id).collect(Collectors.toSet());
        session.out().println(Json.of(usages.stream().map(usage -> BundleTrees.of(usage, needy)).toList()));
        return 0;
      }
      long running = usages.stream().filter(usage -> usage.run().state() == RunState.RUNNING).count();
      session.out()
          .println(bold(session, label) + " is used by " + running + " running and " + (usages.size() - running)
              + " other runs");
      List<RunRow> needy = library(session).neededBy(label);
      if (!needy.isEmpty()) {
        session.out()
            .println("needed to resume: " + needy.stream().map(RunRow::name).collect(Collectors.joining(", ")));
      }
      if (!usages.isEmpty()) {
        Table table = new Table("run", "state", "slots and steps");
        for (Usage usage : usages) {
          table.row(usage.run().name(), RunTrees.state(usage.run()),
              usage.entries().stream().map(Impact::words).collect(Collectors.joining(", ")));
        }
        table.lines(session.terminal().width(), new Paint(session.terminal().color())).forEach(session.out()::println);
      }
      return 0;
    }

    private static String words(LedgerEntry entry) {
      return entry.slot() + " " + entry.fromStep() + "–" + entry.toStep();
    }
  }

  private static BundleLibrary library(Session session) {
    return session.service(BundleLibrary.class);
  }

  /** Stages are told on standard error, so that the answer stands alone. */
  private static Consumer<String> stages(Session session) {
    Paint paint = new Paint(session.terminal().color());
    return stage -> {
      session.err().println(paint.good("✓") + " " + stage);
      session.err().flush();
    };
  }

  private static void print(Session session, Generation generation) {
    if (session.json()) {
      session.out().println(Json.of(BundleTrees.of(generation)));
      return;
    }
    session.out()
        .println("generation " + bold(session, String.valueOf(generation.number())) + "  " + generation.what());
    session.out().println("new work uses " + (generation.promoted().isEmpty()
        ? "what is built in"
        : generation.promoted().entrySet().stream().map(e -> e.getKey() + "@" + e.getValue())
            .collect(Collectors.joining(", ")))
        + "; running work keeps what it has");
  }

  private static void line(Session session, String label, String text) {
    List<String> lines = Fold.lines(text, Math.max(40, session.terminal().width() - LABEL));
    for (int i = 0; i < lines.size(); i++) {
      session.out().println(String.format(Locale.ROOT, "%-" + LABEL + "s%s", i == 0 ? label : "", lines.get(i)));
    }
  }

  private static void line(Session session, String label, String text, boolean hidden) {
    if (!hidden) {
      line(session, label, text);
    }
  }

  private static String words(Tree list) {
    return list.list().stream().map(Tree::text).collect(Collectors.joining(", "));
  }

  private static String bold(Session session, String text) {
    return new Paint(session.terminal().color()).bold(text);
  }

  private static String time(BundleVersion version) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
        .format(version.installed().atZone(ZoneId.systemDefault()));
  }
}
