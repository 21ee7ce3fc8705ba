package ansatz.shell.internal;

import ansatz.cli.Commands;
import ansatz.cli.Terminal;
import ansatz.learn.Suggestion;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** Executes lines in Gogo's language, in which every command of the command line is a function. */
final class Shell {
  private static final int BAD = 2;
  private static final Set<String> LEAVING = Set.of("exit", "quit");

  private final CommandSession session;
  private final Commands commands;
  private final Set<String> names;
  private final PrintStream out;
  private final PrintStream err;
  private boolean finished;

  Shell(CommandProcessor processor, Commands commands, PrintStream out, PrintStream err, Terminal terminal) {
    this.commands = commands;
    this.out = out;
    this.err = err;
    session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, err);
    names = new TreeSet<>(commands.names().keySet());
    names.remove("shell");
    for (String name : names) {
      function(name, (_, arguments) -> call(terminal, name, arguments));
    }
    function("help", (_, _) -> help());
    LEAVING.forEach(word -> function(word, (_, _) -> leave()));
    names.addAll(LEAVING);
    names.add("help");
  }

  private void function(String name, Function function) {
    session.put(name, function);
  }

  /** Whether {@code exit} was called. */
  boolean finished() {
    return finished;
  }

  /** Executes commands parted by semicolons up to the first that fails; its exit code. */
  int execute(String line) {
    String trimmed = line.strip();
    if (trimmed.isEmpty() || trimmed.startsWith("#")) {
      return 0;
    }
    try {
      session.execute(trimmed);
      return 0;
    } catch (Failed e) {
      return e.code;
    } catch (Exception e) {
      String word = trimmed.split("[\\s;|]+")[0];
      err.println(names.contains(word)
          ? "error shell: " + e.getMessage() + " — quote what holds brackets, braces or dollar signs"
          : "error shell: " + unknown(e.getMessage()) + " — help");
      return BAD;
    }
  }

  private String unknown(String message) {
    String word = message == null ? "" : message.replaceFirst("^Command not found:\\s*", "");
    return word.equals(message)
        ? message
        : "unknown command '" + word + "'"
            + Suggestion.nearest(word, names).map(n -> ", did you mean '" + n + "'?").orElse("");
  }

  private Object call(Terminal terminal, String name, List<Object> arguments) throws Failed {
    List<String> words = new ArrayList<>(List.of(name));
    arguments.forEach(argument -> words.add(String.valueOf(argument)));
    int code = commands.execute(out, err, terminal, words.toArray(String[]::new));
    if (code != 0) {
      throw new Failed(code);
    }
    return null;
  }

  private Object help() {
    commands.names().forEach((name, line) -> {
      if (!name.equals("shell")) {
        out.printf("%-12s %s%n", name, line);
      }
    });
    out.printf("%-12s %s%n", "exit", "leave the shell");
    return null;
  }

  private Object leave() {
    finished = true;
    return null;
  }

  /** A command whose exit code is not 0 ends its line. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    private Failed(int code) {
      super("exit code " + code, null, false, false);
      this.code = code;
    }
  }
}
