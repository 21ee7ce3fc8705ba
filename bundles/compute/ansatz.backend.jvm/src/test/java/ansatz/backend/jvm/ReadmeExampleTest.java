package ansatz.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README of ansatz.tensor does what it says. */
@Isolated
class ReadmeExampleTest {
  @Test
  void theNetworkLearns(@TempDir Path folder) throws Exception {
    String code = code(Files.readString(Path.of("..", "ansatz.tensor", "README.md")));
    assertTrue(code.lines().filter(line -> !line.isBlank()).count() <= 36);
    List<Double> losses = run(code, folder).lines().map(line -> Double.valueOf(line.strip().split(" +")[1])).toList();
    assertEquals(5, losses.size());
    assertTrue(losses.getFirst() > 0.1 && losses.getLast() < 0.2 * losses.getFirst(), losses::toString);
  }

  private static String code(String readme) {
    int start = readme.indexOf("```java\n") + "```java\n".length();
    return readme.substring(start, readme.indexOf("```", start));
  }

  private static String run(String code, Path folder) throws IOException, ReflectiveOperationException {
    Path source = Files.writeString(folder.resolve("Train.java"), code);
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), "-cp",
        System.getProperty("java.class.path"), source.toString()));
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("Train").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
