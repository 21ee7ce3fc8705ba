package ansatz.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * Starts the workbench: boots the framework as far as the command line needs, hands it the arguments, and exits with
 * the code that it returns.
 *
 * <p>The command line is the service {@link java.util.function.ToIntFunction} with the property {@code ansatz.main=cli};
 * launcher and bundles share no other type than those of the JDK.
 */
public final class Main {
  /** System property: the folder of the assembled distribution. */
  public static final String DIST = "ansatz.dist";

  /** System property: the folder in which runs live. */
  public static final String HOME = "ansatz.home";

  private static final int FAILED = 1;

  private Main() {}

  /** Runs one command. */
  public static void main(String[] args) {
    int code;
    try (Host host = Host.boot(dist(), home(), Map.of())) {
      code = host.commandLine().applyAsInt(args);
    } catch (BootException e) {
      System.err.println("error start: " + e.getMessage());
      code = FAILED;
    }
    System.out.flush();
    System.exit(code);
  }

  /** Boots every bundle of the distribution, for programs that embed the workbench; close it when done. */
  public static Host boot(Path dist, Path home, Map<String, String> properties) {
    Host host = Host.boot(dist, home, properties);
    try {
      host.startRest();
      return host;
    } catch (BootException e) {
      host.close();
      throw e;
    }
  }

  private static Path dist() {
    String path = System.getProperty(DIST);
    if (path == null) {
      throw new BootException("-D" + DIST + " is not set; start through launcher/ansatz");
    }
    return Path.of(path);
  }

  private static Path home() {
    String path = System.getProperty(HOME);
    return path == null ? Path.of(System.getProperty("user.home"), ".ansatz") : Path.of(path);
  }
}
