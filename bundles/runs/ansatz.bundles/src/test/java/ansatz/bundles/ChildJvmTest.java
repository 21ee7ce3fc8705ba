package ansatz.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real children, which do what {@link ansatz.launcher.Main} of the tests says. */
class ChildJvmTest {
  @TempDir
  Path folder;

  /** A distribution whose launcher is that of the tests. */
  @BeforeEach
  void dist() throws IOException {
    Files.createDirectories(folder.resolve("dist/lib"));
    Files.createDirectories(folder.resolve("dist/config"));
    Files.writeString(folder.resolve("dist/config/jvm.options"), "-Dansatz.options=read\n");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
        classes(ansatz.launcher.Main.class) + " " + classes(ChildJvm.class));
    new JarOutputStream(Files.newOutputStream(folder.resolve("dist/lib/ansatz.launcher.jar")), manifest).close();
  }

  private static String classes(Class<?> of) {
    return of.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  private ChildJvm start(int heap, int memory, Duration limit, String... arguments) {
    return ChildJvm.start(new ChildJvm.Request(folder.resolve("child"), folder.resolve("dist"),
        Map.of("standing", List.of()), List.of(arguments), heap, memory, limit));
  }

  private static boolean gone(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  private static void within(Duration limit, BooleanSupplier condition, String what) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(20);
    }
  }

  private long pid(Path file) throws IOException, InterruptedException {
    within(Duration.ofSeconds(60), () -> file.toFile().length() > 0, file + " was not written");
    Thread.sleep(50);
    return Long.parseLong(Files.readString(file).strip());
  }

  @Test
  void itHasAHomeASetAndAnEnvironmentOfItsOwnAndSaysHowItEnded() {
    ChildJvm child = start(64, 512, Duration.ofSeconds(60), "exit", "7");
    ChildJvm.Ending ending = child.await();
    assertEquals(7, ending.code(), ending.log());
    assertEquals("", ending.problem());
    assertTrue(ending.log().contains("home " + folder.resolve("child/home")), ending.log());
    assertTrue(ending.log().contains("\"standing\""), ending.log());
    assertFalse(ending.log().contains("JAVA_HOME"), ending.log());
    assertFalse(child.alive());
  }

  @Test
  void whoHangsIsKilledAtTheLimit() {
    ChildJvm.Ending ending = start(64, 512, Duration.ofSeconds(1), "hang").await();
    assertEquals("killed, for it took longer than 1.0 s", ending.problem());
    assertTrue(ending.wall().toMillis() < 10_000, ending.toString());
  }

  @Test
  void whoEatsMoreThanItsHeapOrItsMemoryIsEndedAndThatIsNamed() {
    assertEquals("ended, for it used more than its heap of 64 MB",
        start(64, 512, Duration.ofSeconds(60), "eat").await().problem());
    String problem = start(2000, 200, Duration.ofSeconds(60), "eat").await().problem();
    assertTrue(problem.matches("killed, for it used \\d+ MB of memory, 200 MB allowed"), problem);
  }

  @Test
  void whoPrintsWithoutEndIsKilled() {
    assertEquals("killed, for it printed more than 64 MB",
        start(64, 512, Duration.ofSeconds(60), "print").await().problem());
  }

  @Test
  void whatAChildStartedAndLetGoOfIsKilledToo() throws Exception {
    Path file = folder.resolve("pid");
    ChildJvm.Ending ending = start(64, 512, Duration.ofSeconds(60), "fork", file.toString()).await();
    assertEquals(0, ending.code(), ending.log());
    assertTrue(gone(pid(file)), "the daemon survived");
  }

  @Test
  void itIsKilledOnRequestAndWhenItsWaiterIsInterrupted() throws Exception {
    ChildJvm child = start(64, 512, Duration.ofSeconds(60), "hang");
    child.kill();
    assertEquals("killed on request", child.await().problem());
    ChildJvm other = start(64, 512, Duration.ofSeconds(60), "hang");
    Thread.currentThread().interrupt();
    assertEquals("killed, for nobody waits for it any more", other.await().problem());
    assertTrue(Thread.interrupted());
  }

  /** Starts a child that starts a daemon, and waits to be killed. */
  static final class Parent {
    public static void main(String[] arguments) {
      ChildJvm.start(new ChildJvm.Request(Path.of(arguments[0], "child"), Path.of(arguments[0], "dist"), null,
          List.of("fork", arguments[0] + "/pid", "stay"), 64, 512, Duration.ofMinutes(5))).await();
    }
  }

  @Test
  void nothingSurvivesAParentThatIsKilled() throws Exception {
    Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Parent.class.getName(), folder.toString()).inheritIO().start();
    long daemon = pid(folder.resolve("pid"));
    long child = parent.descendants().filter(p -> p.info().command().orElse("").endsWith(File.separator + "java"))
        .findFirst().orElseThrow().pid();
    assertFalse(gone(child));
    parent.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    within(Duration.ofSeconds(20), () -> gone(child), "the child survived its parent");
    within(Duration.ofSeconds(20), () -> gone(daemon), "the daemon survived its grandparent");
  }
}
