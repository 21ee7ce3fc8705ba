package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleLibrary;
import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.cli.Part;
import ansatz.cli.Terminal;
import ansatz.cli.command.internal.BundleCommand;
import ansatz.experiment.ConfigException;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Source;
import ansatz.experiment.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BundleCommandTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final BundleVersion LION = new BundleVersion("zoo.lion", "1.0.1", SHA256, BundleVersion.State.STAGED,
      7000, Instant.EPOCH, "ada");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private List<String> problems = List.of();
  private List<RunRow> needy = List.of();

  /** A library with a built-in and a staged lion. */
  private final class Zoo implements BundleLibrary {
    @Override
    public BundleVersion install(Path jar, Consumer<String> progress) {
      progress.accept("copied lion.jar to quarantine (0.01 s)");
      if (jar.endsWith("sick.jar")) {
        throw new RefusedException(jar + ": not admitted: 1 of 7 tests failed — the whole verdict is in x");
      }
      return LION;
    }

    @Override
    public Generation promote(String label, Consumer<String> progress) {
      if (!label.equals(LION.label())) {
        throw new ConfigException("bundle: no version '" + label + "' — did you mean 'zoo.lion@1.0.1'?");
      }
      return generation("promote " + label, Map.of("zoo.lion", "1.0.1"));
    }

    @Override
    public Generation rollback() {
      return generation("rollback to generation 0", Map.of());
    }

    private Generation generation(String what, Map<String, String> promoted) {
      return new Generation(3, new TreeMap<>(promoted), Generation.State.NEW, "", Instant.EPOCH, "ada", what);
    }

    @Override
    public Map<String, Unloaded> retire(String label, boolean force) {
      if (!needy.isEmpty() && !force) {
        throw new RefusedException(label + " is needed — --force");
      }
      return Map.of("17", new Unloaded(label, true, true, 120, ""));
    }

    @Override
    public List<Entry> list() {
      return List.of(new Entry("zoo.lion", "1.0.1", SHA256, "staged", false, LION),
          new Entry("zoo.lion", "1.0.0", SHA256, "built-in", true, null));
    }

    @Override
    public Map<String, Object> show(String label) {
      return new TreeMap<>(Map.of("status", "staged", "sha256", SHA256, "inForce", false, "runs",
          List.of("brave-otter-7"),
          "verdict",
          Map.of("admitted", true, "tests", 26, "wall", 3.1, "wires", Map.of("ansatz.learn", "ansatz.learn@1.0.0"))));
    }

    @Override
    public List<String> verify() {
      return problems;
    }

    @Override
    public List<Usage> impact(String label) {
      RunRow run = new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", RunState.RUNNING, 6, 9, Instant.EPOCH, null,
          1.5,
          "abc", "", "");
      Source source = new Source("zoo.lion", "1.0.1", SHA256, new TreeMap<>());
      return List.of(new Usage(run, List.of(new LedgerEntry("model", 3, 6, "lion", source, "ada", "swap"))));
    }

    @Override
    public List<RunRow> neededBy(String label) {
      return needy;
    }

    @Override
    public Map<String, String> keepLaunched() {
      return Map.of();
    }
  }

  private int execute(String... arguments) {
    out.reset();
    err.reset();
    Workbench workbench = new Workbench() {
      @Override
      public <S> S service(Class<S> type) {
        return type.cast(new Zoo());
      }

      @Override
      public <S> List<Part<S>> parts(Class<S> type) {
        return List.of();
      }

      @Override
      public void home(String folder) {}

      @Override
      public void giveBack() {}
    };
    return new CommandTree(() -> List.of(new BundleCommand()), workbench).execute(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        Terminal.PLAIN, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void installTellsItsStagesOnStandardErrorAndTheNextCommand() {
    assertEquals(0, execute("bundle", "install", "lion.jar"));
    assertEquals("✓ copied lion.jar to quarantine (0.01 s)", err().strip());
    assertTrue(out().contains("staged zoo.lion@1.0.1  sha256 0123456789ab"), out());
    assertTrue(out().contains("bundle promote zoo.lion@1.0.1"), out());
    assertEquals(0, execute("bundle", "install", "lion.jar", "--json"));
    assertTrue(out().startsWith("{") && out().contains("\"state\" : \"staged\""), out());
  }

  @Test
  void refusalsAreExitCode3AndSlipsExitCode2() {
    assertEquals(3, execute("bundle", "install", "sick.jar"));
    assertTrue(err().contains("sick.jar: not admitted: 1 of 7 tests failed"), err());
    assertEquals(2, execute("bundle", "promote", "zoo.lion@1.0.2"));
    assertEquals("error bundle: no version 'zoo.lion@1.0.2' — did you mean 'zoo.lion@1.0.1'?", err().strip());
    assertEquals(2, execute("bundle", "promot", "zoo.lion@1.0.1"));
    assertTrue(err().contains("unknown command 'promot', did you mean 'promote'?"), err());
    assertEquals(2, execute("bundle", "install"));
  }

  @Test
  void whatNewWorkUsesIsMarked() {
    assertEquals(0, execute("bundle", "list"));
    assertTrue(out().contains("zoo.lion  1.0.0 *  built-in"), out());
    assertTrue(out().lines().anyMatch(line -> line.matches("zoo.lion  1.0.1 +staged +0123456789ab  19.*ada")), out());
    assertEquals(0, execute("bundle", "promote", "zoo.lion@1.0.1"));
    assertTrue(out().contains("generation 3  promote zoo.lion@1.0.1\nnew work uses zoo.lion@1.0.1; running work keeps"),
        out());
    assertEquals(0, execute("bundle", "rollback"));
    assertTrue(out().contains("new work uses what is built in"), out());
  }

  @Test
  void proofsUsesAndVerdictsAreShown() {
    assertEquals(0, execute("bundle", "retire", "zoo.lion@1.0.1"));
    assertTrue(out().contains("process 17: class loader gone after 0.1 s"), out());
    assertEquals(0, execute("bundle", "impact", "zoo.lion@1.0.1"));
    assertTrue(out().contains("is used by 1 running and 0 other runs") && out().contains("model 3–6"), out());
    assertEquals(0, execute("bundle", "show", "zoo.lion@1.0.1"));
    assertTrue(out().contains("admission    26 tests passed in 3.1 s"), out());
    assertTrue(out().contains("wired        ansatz.learn from ansatz.learn@1.0.0"), out());
  }

  @Test
  void damageIsExitCode1() {
    assertEquals(0, execute("bundle", "verify"));
    problems = List.of("a.jar is damaged");
    assertEquals(1, execute("bundle", "verify"));
    assertEquals("error bundle verify: a.jar is damaged", err().strip());
    for (String command : List.of("list", "verify", "show x@1", "impact x@1", "retire x@1", "rollback")) {
      execute(("bundle " + command + " --json").split(" "));
      assertTrue(out().startsWith("{") || out().startsWith("["), command + ": " + out());
    }
  }

  @Test
  void installPromotesWhereThatIsAskedFor() {
    assertEquals(0, execute("bundle", "install", "lion.jar", "--promote"));
    assertTrue(out().contains("generation 3  promote zoo.lion@1.0.1"), out());
    assertTrue(out().contains("new work uses zoo.lion@1.0.1"), out());
  }

  @Test
  void retiringByForceNamesTheRunsThatNeededIt() {
    needy = List.of(new RunRow("r-2", "calm-lynx-3", "toy", "toy.yaml", RunState.INTERRUPTED, 6, 9, Instant.EPOCH, null,
        1.5, "abc", "", ""));
    assertEquals(3, execute("bundle", "retire", "zoo.lion@1.0.1"));
    assertEquals(0, execute("bundle", "retire", "zoo.lion@1.0.1", "--force"));
    assertEquals("warning: run calm-lynx-3 can be resumed only when zoo.lion@1.0.1 is installed again", err().strip());
    assertEquals(0, execute("bundle", "impact", "zoo.lion@1.0.1"));
    assertTrue(out().contains("needed to resume: calm-lynx-3"), out());
    assertEquals(0, execute("bundle", "impact", "zoo.lion@1.0.1", "--json"));
    assertTrue(out().contains("\"neededToResume\" : false"), out());
  }
}
