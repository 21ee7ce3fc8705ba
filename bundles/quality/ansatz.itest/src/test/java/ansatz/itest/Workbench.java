package ansatz.itest;

import ansatz.launcher.Host;
import ansatz.launcher.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The assembled distribution and its script, with a home of its own. */
record Workbench(Path home) {
  /** After so long a process hangs, on the busiest machine too. */
  static final long LIMIT_SECONDS = 900;

  /** The environment of processes that compute little: the quick compiler alone halves what a start costs. */
  static final Map<String, String> QUICK = options("");

  private static final Pattern PICKED_UP = Pattern.compile("(?m)^NOTE: Picked up JDK_JAVA_OPTIONS:.*\\R");

  /** The same, with further options of the virtual machine. */
  static Map<String, String> options(String more) {
    return Map.of("JDK_JAVA_OPTIONS",
        "-XX:TieredStopAtLevel=1 -Dansatz.admission.seconds=" + LIMIT_SECONDS + " " + more);
  }

  /** The top of the source tree. */
  static Path root() {
    return Path.of(System.getProperty("ansatz.root")).toAbsolutePath().normalize();
  }

  static Path dist() {
    return root().resolve("launcher/target/dist");
  }

  /** The whole workbench in this JVM. */
  Host boot() {
    System.setProperty("ansatz.home", home.toString());
    System.setProperty("ansatz.admission.seconds", String.valueOf(LIMIT_SECONDS));
    return Main.boot(dist(), home, Map.of());
  }

  /** What a command printed and how it ended. */
  record Result(int code, String out, String err) {}

  /** {@code launcher/ansatz ARGUMENTS}, as a person types it in the top folder. */
  Result ansatz(String... arguments) {
    return ansatz(QUICK, arguments);
  }

  Result ansatz(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(root().resolve("launcher/ansatz").toString()));
    command.addAll(Arrays.asList(arguments));
    return run(environment, command);
  }

  /** Any command, with this home. */
  Result run(Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      Process process = start(environment, command, out, err);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s: " + Files.readString(err));
      }
      String said = PICKED_UP.matcher(Files.readString(err)).replaceAll("");
      return new Result(process.exitValue(), Files.readString(out), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Process start(Map<String, String> environment, List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().put("ANSATZ_DIST", dist().toString());
    builder.environment().put("ANSATZ_HOME", home.toString());
    builder.environment().put("ANSATZ_NATIVES", System.getProperty("ansatz.natives"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  Path write(String name, String content) {
    try {
      Files.createDirectories(home.getParent());
      return Files.writeString(home.resolveSibling(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
