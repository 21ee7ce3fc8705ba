package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of README.md works as it stands there: each line of a block tagged {@code sh}, each line that begins
 * with a dollar sign of a block tagged {@code console}, in order, on one home. A backslash goes on in the next line.
 */
class ReadmeIT {
  @TempDir
  Path folder;

  @Test
  void everyCommandWorks() throws IOException {
    Workbench bench = new Workbench(folder.resolve("home"));
    String inCi = Files.readString(Workbench.root().resolve(".ci/run")).lines().filter(l -> l.contains("mvn "))
        .filter(l -> l.startsWith("exec ")).map(l -> l.substring("exec ".length())).findFirst().orElseThrow();
    int ansatz = 0;
    int tests = 0;
    for (String command : commands(Files.readString(Workbench.root().resolve("README.md")))) {
      if (command.startsWith("mvn ")) {
        assertEquals(inCi, command, "the test command of README.md is not that of .ci/run");
        tests++;
      } else {
        Workbench.Result result = bench.run(Workbench.QUICK, List.of("bash", "-c", command));
        assertEquals(0, result.code(), command + "\n" + result.err());
        ansatz++;
      }
    }
    System.out.println("README.md: " + ansatz + " commands ran");
    assertTrue(ansatz > 0 && tests > 0, "README.md shows how to run and how to test");
  }

  private static List<String> commands(String readme) {
    List<String> commands = new ArrayList<>();
    String block = "";
    String open = "";
    for (String line : readme.lines().toList()) {
      if (line.startsWith("```")) {
        block = block.isEmpty() ? line.substring(3).strip() + " " : "";
        continue;
      }
      boolean command = block.equals("sh ") || block.equals("console ") && (line.startsWith("$ ") || !open.isEmpty());
      if (command && !line.isBlank() && !line.startsWith("#")) {
        open += line.startsWith("$ ") ? line.substring(2) : line;
        if (open.endsWith("\\")) {
          open = open.substring(0, open.length() - 1);
        } else {
          commands.add(open);
          open = "";
        }
      }
    }
    return commands;
  }
}
