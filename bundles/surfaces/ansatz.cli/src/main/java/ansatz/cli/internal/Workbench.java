package ansatz.cli.internal;

import ansatz.cli.Part;
import java.util.List;

/** The services behind the commands. */
interface Workbench {
  <S> S service(Class<S> type);

  /** One that the platform offers: no part is started for it. */
  default <S> S platform(Class<S> type) {
    return service(type);
  }

  <S> List<Part<S>> parts(Class<S> type);

  /** Ends the use of all parts that were given out. */
  void giveBack();

  /** Chooses another home; only before the first service was asked for. */
  void home(String folder);
}
