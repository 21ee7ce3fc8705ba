package ansatz.cli;

/**
 * A service with its origin.
 *
 * @param kind its service interface
 * @param name the property {@code ansatz.name}, else its class's name
 * @param ranking higher is preferred
 */
public record Part<S>(Class<S> kind, String name, String bundle, String version, int ranking, S service) {
  /** {@code ansatz.regression 1.0.0}. */
  public String origin() {
    return bundle + " " + version;
  }
}
