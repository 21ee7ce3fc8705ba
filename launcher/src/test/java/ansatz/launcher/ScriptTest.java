package ansatz.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code launcher/ansatz} where the environment is not what it expects. */
class ScriptTest {
  @TempDir
  Path dist;

  /** What the script says with only these variables, and its exit code. */
  private String start(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", Path.of("ansatz").toAbsolutePath().toString(), "runs");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("ANSATZ_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() + " " + said;
  }

  @Test
  void aFolderThatIsNoDistributionIsNamed() throws Exception {
    assertEquals("1 error start: ANSATZ_DIST=" + dist + " holds no finished distribution — build one with "
        + Path.of("ansatz").toAbsolutePath() + ", or unset it", start(Map.of("ANSATZ_DIST", dist.toString())));
  }

  @Test
  void withoutAnyHomeItSaysWhatToSet() throws Exception {
    Files.createDirectories(dist.resolve("bundles/10"));
    assertEquals(
        "1 error start: neither HOME nor ANSATZ_HOME is set — set ANSATZ_HOME to the folder in which runs shall "
            + "live",
        start(Map.of("ANSATZ_DIST", dist.toString())));
  }
}
