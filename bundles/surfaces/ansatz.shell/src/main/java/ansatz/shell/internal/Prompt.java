package ansatz.shell.internal;

import ansatz.cli.Commands;
import ansatz.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/** Reads lines from a person, with history, editing and completion. */
final class Prompt {
  private final Shell shell;
  private final Commands commands;
  private final PrintStream err;
  private final Path history;

  Prompt(Shell shell, Commands commands, PrintStream err, Path history) {
    this.shell = shell;
    this.commands = commands;
    this.err = err;
    this.history = history;
  }

  /** Until {@code exit} or Ctrl-D; the last exit code. */
  int loop() throws IOException {
    int code = 0;
    try (org.jline.terminal.Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).variable(LineReader.HISTORY_FILE, history)
          .completer((_, line, candidates) -> complete(line, candidates)).build();
      err.println("help lists the commands, Ctrl-D leaves");
      while (!shell.finished()) {
        try {
          code = shell.execute(reader.readLine("ansatz> "));
        } catch (UserInterruptException e) {
          code = 130;
        } catch (EndOfFileException e) {
          break;
        }
      }
    }
    return code;
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    List<String> words = new ArrayList<>(List.of("candidates", "--"));
    words.addAll(line.words().subList(0, line.wordIndex() + 1));
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(found, true, StandardCharsets.UTF_8);
    PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    commands.execute(to, nowhere, Terminal.PLAIN, words.toArray(String[]::new));
    found.toString(StandardCharsets.UTF_8).lines().forEach(word -> candidates.add(new Candidate(word)));
  }
}
