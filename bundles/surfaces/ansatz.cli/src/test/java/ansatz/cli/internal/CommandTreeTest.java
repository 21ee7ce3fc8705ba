package ansatz.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.cli.Subcommand;
import ansatz.cli.Terminal;
import ansatz.cli.command.internal.DescribeCommand;
import ansatz.cli.command.internal.ResumeCommand;
import ansatz.cli.command.internal.RunCommand;
import ansatz.cli.command.internal.RunsCommand;
import ansatz.cli.command.internal.ShowCommand;
import ansatz.experiment.RunException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CommandTreeTest {
  private final FakeRunner runner = new FakeRunner();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int execute(String... arguments) {
    List<Subcommand> commands = List.of(new RunCommand(), new ResumeCommand(), new RunsCommand(), new ShowCommand(),
        new DescribeCommand());
    return new CommandTree(() -> commands, runner).execute(new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.PLAIN, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRunEndsWithHistorySummaryAndTheRankedTable() {
    assertEquals(0, execute("run", "toy.yaml"), err());
    List<String> lines = out().lines().toList();
    assertEquals(List.of("✓ config valid", "✓ data diabetes@9b1f0123 (442 rows)", "✓ parts ansatz.linalg.jblas 1.0.0",
        "run brave-otter-7 (r-1)  seed 42"), lines.subList(0, 4));
    assertTrue(out().contains("run history   knn    ▁▅█  RMSE by fold"), out());
    assertTrue(out().contains("run summary   best ridge: RMSE 2.00 ± 0.10   442 rows, 3 folds   1.5 s"), out());
    assertTrue(out().contains("ridge  2.00 ± 0.10 *  0.500 ± 0.010 *"), out());
    assertTrue(out().contains("knn    3.00 ± 0.10    0.250 ± 0.010      0.0041"), out());
    assertTrue(out().indexOf("\nridge  ") < out().indexOf("\nknn    "), "ranked by the first metric");
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
    assertTrue(err().contains("step 6/6"), err());
  }

  @Test
  void jsonIsAloneOnStandardOutput() {
    assertEquals(0, execute("run", "toy.yaml", "--json"));
    assertTrue(out().startsWith("{") && out().strip().endsWith("}"), out());
    assertTrue(err().contains("run brave-otter-7"), err());
  }

  @Test
  void aBadFileIsOneLineAndExitCode2() {
    assertEquals(2, execute("run", "toy.yaml", "bad=1"));
    assertEquals("error toy.yaml: unknown key 'bad' — did you mean 'bed'?", err().strip());
    assertEquals("", out());
  }

  @Test
  void refusalIsExitCode3() {
    assertEquals(3, execute("resume", "@last"));
    assertTrue(err().startsWith("error run @last is running"), err());
  }

  @Test
  void aRunThatFailsSaysWhatIsKeptAndIsExitCode1() {
    runner.failure = new RunException("disk full at step 4 — free some space");
    assertEquals(1, execute("run", "toy.yaml"));
    assertTrue(err().contains("steps up to 3 are kept"), err());
    assertTrue(err().contains("resume brave-otter-7"), err());
    assertTrue(err().contains("error disk full at step 4"), err());
  }

  @Test
  void anInterruptedRunIsExitCode130() {
    runner.interrupted = true;
    assertEquals(130, execute("run", "toy.yaml"));
    assertTrue(err().contains("Resume: ansatz resume brave-otter-7"), err());
  }

  @Test
  void theUnexpectedIsOneLineUnlessVerbose() {
    Logger.getLogger("ansatz.cli").setUseParentHandlers(false);
    runner.failure = new IllegalStateException("a bug");
    assertEquals(1, execute("run", "toy.yaml"));
    assertTrue(err().contains("error run: IllegalStateException a bug — -v prints the stack trace"), err());
    assertFalse(err().contains("\tat "), err());
    err.reset();
    execute("run", "toy.yaml", "-v");
    assertTrue(err().contains("\tat "), err());
    assertTrue(err().contains("error run: IllegalStateException a bug — the log is in"), err());
  }

  @Test
  void anErrorOfTheVirtualMachineIsOneLineToo() {
    Logger.getLogger("ansatz.cli").setUseParentHandlers(false);
    runner.error = new OutOfMemoryError("Java heap space");
    assertEquals(1, execute("run", "toy.yaml"));
    assertTrue(err().contains("steps up to 3 are kept"), err());
    assertTrue(err().contains("error run: OutOfMemoryError Java heap space — -v prints the stack trace"), err());
    assertFalse(err().contains("\tat "), err());
  }

  @Test
  void slipsAreMet() {
    assertEquals(2, execute("rum", "toy.yaml"));
    assertTrue(err().contains("error ansatz: unknown command 'rum', did you mean 'run'? — ansatz --help"), err());
    err.reset();
    assertEquals(2, execute("runs", "--limt", "3"));
    assertTrue(err().contains("unknown option '--limt', did you mean '--limit'?"), err());
    err.reset();
    assertEquals(2, execute("describe", "ridg"));
    assertEquals("error describe: unknown part 'ridg' (ansatz list)", err().strip());
  }

  @Test
  void runsShowStates() {
    assertEquals(0, execute("runs"));
    assertTrue(out().contains("crashed"), out());
    out.reset();
    assertEquals(0, execute("runs", "--state", "crashed", "--json"));
    assertFalse(out().contains("finished"), out());
  }

  @Test
  void atReferencesAreNotArgumentFiles() {
    assertEquals(0, execute("show", "@last"), err());
  }

  @Test
  void helpNeedsNoService() {
    assertEquals(0, execute("--help"));
    assertTrue(out().contains("Commands:"), out());
    assertTrue(out().indexOf("  run ") < out().indexOf("  describe "), "in the order of a day");
  }
}
