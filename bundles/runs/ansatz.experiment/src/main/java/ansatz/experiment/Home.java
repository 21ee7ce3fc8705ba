package ansatz.experiment;

import java.nio.file.Path;

/** The folder in which a person's or a lab's runs live: {@code $ANSATZ_HOME}, else {@code ~/.ansatz}. */
public record Home(Path folder) {
  /** System property that the launcher sets to the home's path. */
  public static final String PROPERTY = "ansatz.home";

  /** The home of this process. */
  public static Home current() {
    String path = System.getProperty(PROPERTY);
    return new Home(path == null ? Path.of(System.getProperty("user.home"), ".ansatz") : Path.of(path));
  }

  /** {@code ansatz.sqlite}. */
  public Path database() {
    return folder.resolve("ansatz.sqlite");
  }

  /** {@code bundles}: the content store, by SHA-256, and the verdicts of admission. */
  public Path bundles() {
    return folder.resolve("bundles");
  }

  public Path runs() {
    return folder.resolve("runs");
  }

  public Path run(String id) {
    return runs().resolve(id);
  }
}
