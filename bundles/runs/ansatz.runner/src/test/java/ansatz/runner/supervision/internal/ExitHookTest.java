package ansatz.runner.supervision.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.runner.home.internal.RunLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the end of a process only in a process that ends. */
@Timeout(60)
class ExitHookTest {
  @TempDir
  Path temp;

  private String end(String... arguments) throws Exception {
    Process process = start(arguments);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), Ending.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void exitIsNoticedWithItsCaller() throws Exception {
    String said = end("exit");
    assertTrue(said.contains("noticed ansatz.runner.supervision.internal.ExitHookTest$Ending.step(ExitHookTest.java:"),
        said);
  }

  @Test
  void exitOnAnotherThreadIsNoticedToo() throws Exception {
    String said = end("thread");
    assertTrue(said.contains("noticed ansatz.runner.supervision.internal.ExitHookTest$Ending."), said);
  }

  @Test
  void aSignalAndAClosedHookAreNot() throws Exception {
    Process process = start("wait");
    assertEquals('r', process.getInputStream().read());
    process.toHandle().destroy();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(143, process.waitFor());
    assertFalse(said.contains("noticed"), said);
    assertFalse(end("closed").contains("noticed"));
  }

  @Test
  void aProcessIsReplacedWhileAThreadHangsAndItsLocksAreFree() throws Exception {
    Assumptions.assumeTrue(ProcessImage.replaceable(), "only Linux replaces a process");
    Path folder = Files.createDirectory(temp.resolve("run"));
    Process process = start("replace", folder.toString());
    long pid = process.pid();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("locked"), said);
    assertTrue(said.contains("new image " + pid + " argument of two words, value of a variable, 3 streams"), said);
    assertEquals(7, process.exitValue());
    try (RunLock lock = RunLock.acquire(folder).orElseThrow()) {
      assertTrue(lock != null);
    }
  }

  @Test
  void whatCannotBeExecutedIsSaid() throws Exception {
    Assumptions.assumeTrue(ProcessImage.replaceable(), "only Linux replaces a process");
    assertTrue(end("nothing").contains("/no/such/file could not be executed"));
  }

  @Test
  void theStackThatExitsIsToldFromOthers() {
    StackTraceElement shutdown = new StackTraceElement("java.lang.Shutdown", "exit", "Shutdown.java", 1);
    StackTraceElement runtime = new StackTraceElement("java.lang.Runtime", "exit", "Runtime.java", 2);
    StackTraceElement zoo = new StackTraceElement("zoo.Exit", "exit", "Exit.java", 3);
    StackTraceElement signal = new StackTraceElement("java.lang.Terminator$1", "handle", "Terminator.java", 4);
    StackTraceElement[] other = {zoo};
    assertEquals("zoo.Exit.exit(Exit.java:3)",
        ExitHook.culprit(Arrays.asList(other, new StackTraceElement[] {shutdown, runtime, zoo})).orElseThrow());
    assertTrue(ExitHook.culprit(Arrays.asList(other, new StackTraceElement[] {shutdown, signal})).isEmpty());
  }

  /** A process that ends in one way or another. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) throws Exception {
      ExitHook hook = new ExitHook(where -> {
        System.out.println("noticed " + where);
        System.out.flush();
      });
      switch (arguments[0]) {
        case "exit" -> step();
        case "thread" -> {
          Thread.ofVirtual().start(() -> Thread.ofPlatform().start(Ending::step));
          LockSupport.park();
        }
        case "closed" -> {
          hook.close();
          step();
        }
        case "wait" -> {
          System.out.println("ready");
          LockSupport.park();
        }
        case "nothing" -> ProcessImage.replace(List.of("/no/such/file"), Map.of());
        default -> replace(Path.of(arguments[1]));
      }
    }

    private static void step() {
      System.exit(3);
    }

    private static void replace(Path folder) {
      RunLock lock = RunLock.acquire(folder).orElseThrow();
      System.out.println("locked " + lock);
      System.out.flush();
      Thread.ofPlatform().start(() -> {
        while (true) {
          Thread.onSpinWait();
        }
      });
      ProcessImage.replace(
          List.of("/bin/sh", "-c", "echo new image $$ $1, $VALUE, $(ls /proc/$$/fd | grep -c '^[012]$') streams; "
              + "ls -l /proc/$$/fd | grep -q lock && exit 9; exit 7", "sh", "argument of two words"),
          Map.of("VALUE", "value of a variable"));
    }
  }
}
