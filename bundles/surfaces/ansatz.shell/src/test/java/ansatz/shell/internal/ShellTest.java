package ansatz.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.cli.Commands;
import ansatz.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellTest {
  private final List<List<String>> executed = new ArrayList<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ThreadIOImpl io = new ThreadIOImpl();
  private Shell shell;

  private final Commands commands = new Commands() {
    @Override
    public int execute(PrintStream out, PrintStream problems, Terminal terminal, String... arguments) {
      executed.add(List.of(arguments));
      return List.of(arguments).contains("nowhere") ? 3 : 0;
    }

    @Override
    public SortedMap<String, String> names() {
      return new TreeMap<>(Map.of("list", "", "run", "", "show", "", "shell", ""));
    }

    @Override
    public List<String> complete(List<String> words) {
      return List.of();
    }
  };

  @BeforeEach
  void open() {
    io.start();
    PrintStream problems = new PrintStream(err, true, StandardCharsets.UTF_8);
    shell = new Shell(new CommandProcessorImpl(io), commands, new PrintStream(new ByteArrayOutputStream()), problems,
        Terminal.PLAIN);
  }

  @AfterEach
  void close() {
    io.stop();
  }

  @Test
  void semicolonsPartCommands() {
    assertEquals(0, shell.execute("list metric; show @last"));
    assertEquals(List.of(List.of("list", "metric"), List.of("show", "@last")), executed);
  }

  @Test
  void overridesArriveAsTyped() {
    assertEquals(0, shell.execute("run a.yaml fit.models.ridge.lambda=0.1 ~fit.models.knn +fit.models.ols.x=1e-3"));
    assertEquals(
        List.of("run", "a.yaml", "fit.models.ridge.lambda=0.1", "~fit.models.knn", "+fit.models.ols.x=1e-3"),
        executed.getFirst());
  }

  @Test
  void theFirstFailureEndsTheLineWithItsCode() {
    assertEquals(3, shell.execute("show nowhere; list"));
    assertEquals(1, executed.size());
  }

  @Test
  void anUnknownCommandIsNamedWithTheNearest() {
    assertEquals(2, shell.execute("lisst"));
    String line = err.toString(StandardCharsets.UTF_8);
    assertTrue(line.contains("unknown command 'lisst', did you mean 'list'?"), line);
  }

  @Test
  void exitFinishes() {
    assertEquals(0, shell.execute("exit"));
    assertTrue(shell.finished());
  }
}
