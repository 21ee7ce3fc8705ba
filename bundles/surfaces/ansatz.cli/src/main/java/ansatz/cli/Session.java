package ansatz.cli;

import java.io.PrintStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a command may use: streams, the way to print, and the services of the workbench. */
@ProviderType
public interface Session {
  /** For the answer. */
  PrintStream out();

  /** For progress, notices and errors. */
  PrintStream err();

  /** How to print. */
  Terminal terminal();

  /** Whether the answer is to be one JSON document. */
  boolean json();

  /** The best service of a type. The first call starts the bundles that explaining a command does not need. */
  <S> S service(Class<S> type);

  /** The best service of a type that the platform offers: no part is started for it. */
  default <S> S platform(Class<S> type) {
    return service(type);
  }

  /** All services of a type, best first, with the bundle each one comes from. */
  <S> List<Part<S>> parts(Class<S> type);

  /** The commands, this one included. */
  Commands commands();
}
