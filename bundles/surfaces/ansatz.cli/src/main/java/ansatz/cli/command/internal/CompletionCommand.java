package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ansatz completion bash|zsh|fish}: prints what the shell has to source. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "completion", description = "print the completion script of bash, zsh or fish")
public final class CompletionCommand implements Subcommand {
  /** Shells that can complete. */
  enum Shell {
    BASH, ZSH, FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Override
  public int run(Session session) throws IOException {
    try (InputStream script = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
      script.transferTo(session.out());
    }
    return 0;
  }
}
