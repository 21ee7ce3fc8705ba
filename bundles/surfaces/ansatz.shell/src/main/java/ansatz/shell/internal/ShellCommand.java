package ansatz.shell.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import ansatz.experiment.Home;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ansatz shell}: the same commands without starting anew each time. */
@Component(service = Subcommand.class, scope = ServiceScope.PROTOTYPE)
@Command(name = "shell", description = "type commands interactively, from a pipe, or with -c", footer = {"",
  "  ansatz shell -c 'list metric; runs'", "  echo 'describe ridge' | ansatz shell"})
public final class ShellCommand implements Subcommand {
  @Option(names = "-c", paramLabel = "COMMANDS", description = "commands, parted by semicolons")
  private String commands;

  @Parameters(arity = "0..1", paramLabel = "FILE.java", description = "a Java program, as in the command java")
  private Path program;

  @Override
  public int run(Session session) throws IOException {
    if (program != null) {
      return session.commands().execute(session.out(), session.err(), session.terminal(), "java", program.toString());
    }
    CommandProcessor processor = session.service(CommandProcessor.class);
    Shell shell = new Shell(processor, session.commands(), session.out(), session.err(), session.terminal());
    if (commands != null) {
      return shell.execute(commands);
    }
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      return new Prompt(shell, session.commands(), session.err(), Home.current().folder().resolve("history")).loop();
    }
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int code = 0;
    for (String line = lines.readLine(); line != null && code == 0 && !shell.finished(); line = lines.readLine()) {
      code = shell.execute(line);
    }
    return code;
  }
}
