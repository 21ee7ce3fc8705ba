package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.Subcommand;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;

/** {@code ansatz list}. */
@Component(scope = ServiceScope.PROTOTYPE)
@Command(name = "list", description = "list what is installed, by kind")
public final class ListCommand implements Subcommand {
  @Override
  public int run(Session session) {
    session.commands().names().forEach((name, line) -> session.out().printf("%-12s %s%n", name, line));
    return 0;
  }
}
