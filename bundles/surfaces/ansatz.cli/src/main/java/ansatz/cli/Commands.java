package ansatz.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/** The whole command line as a service, for shells and other surfaces. */
@ProviderType
public interface Commands {
  /** Executes one command as the launcher would: {@code execute(out, err, "describe", "ridge")}; the exit code. */
  int execute(PrintStream out, PrintStream err, Terminal terminal, String... arguments);

  /** Names with their one-line descriptions, without hidden ones. */
  SortedMap<String, String> names();

  /** What could stand in place of the last word. */
  List<String> complete(List<String> words);
}
