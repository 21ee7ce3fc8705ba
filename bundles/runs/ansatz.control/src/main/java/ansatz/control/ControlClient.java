package ansatz.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks the process that works in a folder. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * One question, one answer.
   *
   * @throws ansatz.experiment.RefusedException when nobody listens, in clear words, when no answer came in time, or with
   *   the answer's own refusal; {@link ansatz.experiment.ConfigException} and {@link ansatz.experiment.RunException}
   *   likewise, by the code of the answer
   */
  public static Map<String, Object> ask(Path folder, Map<String, Object> question, Duration limit) {
    throw new UnsupportedOperationException();
  }
}
