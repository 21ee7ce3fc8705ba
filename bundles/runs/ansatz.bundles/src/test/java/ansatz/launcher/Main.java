package ansatz.launcher;

import ansatz.bundles.child.internal.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a child of the tests does in the place of the real launcher: what its first argument says. */
public final class Main {
  private static final List<byte[]> EATEN = new ArrayList<>();

  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new ParentWatch();
    switch (arguments[0]) {
      case "exit" -> {
        System.out.println("home " + System.getProperty("ansatz.home"));
        System.out.println("set " + Files.readString(Path.of(System.getProperty("ansatz.bundles.set"))));
        System.out.println("environment " + System.getenv().keySet());
        System.exit(Integer.parseInt(arguments[1]));
      }
      case "hang" -> Thread.sleep(Long.MAX_VALUE);
      case "eat" -> {
        while (true) {
          EATEN.add(new byte[1 << 20]);
        }
      }
      case "print" -> {
        while (true) {
          System.out.println("x".repeat(100_000));
        }
      }
      // A daemon: its parent, a shell, is gone at once, so that it is nobody's descendant.
      case "fork" -> {
        new ProcessBuilder("sh", "-c", "setsid sleep 600 > /dev/null 2>&1 & echo $! > " + arguments[1]).inheritIO()
            .start().waitFor();
        if (arguments.length > 2) {
          Thread.sleep(Long.MAX_VALUE);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}
