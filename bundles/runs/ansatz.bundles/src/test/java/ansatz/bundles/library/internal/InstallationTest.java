package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.ContentStore;
import ansatz.experiment.Disk;
import ansatz.experiment.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** How a file gets in, or is refused. */
class InstallationTest extends AbstractLibraryTest {
  @Test
  void aBundleIsJudgedAmongTheStandingPartsThenStoredAndStaged() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    assertEquals("zoo.lion@1.0.1", version.label());
    assertEquals(List.of(version), catalogue.versions());
    Map<String, Object> set = children.getFirst().bootSet();
    assertEquals("zoo.lion@1.0.1", set.get("candidate"));
    assertTrue(set.get("standing").toString().contains("zoo.bear") && set.get("beside").toString().contains("1.0.1"),
        set.toString());
    assertTrue(new ContentStore(home(), Disk.SYSTEM).holds(version.sha256()));
    assertEquals(List.of(), library.verify());
    nothingIsLeft();
    assertTrue(String.join("\n", progress).contains("admission stops mistakes, not malice"), progress.toString());
    assertEquals(5, progress.stream().filter(line -> line.matches(".* \\(\\d+\\.\\d\\d s\\)")).count(),
        progress.toString());
    assertEquals(7, ((Map<?, ?>) library.show("zoo.lion@1.0.1").get("verdict")).get("tests"));
  }

  @Test
  void installingItAgainChangesNothingAndSaysSo() throws IOException {
    BundleVersion first = install(lion("1.0.1", "1"));
    assertEquals(first, install(lion("1.0.1", "1")));
    assertEquals(1, children.size());
    assertTrue(progress.getLast().contains("zoo.lion@1.0.1 is staged already"), progress.getLast());
    install(lion("1.0.0", "0"));
    assertTrue(progress.getLast().contains("zoo.lion@1.0.0 is built-in already"), progress.getLast());
    assertEquals(List.of(first), catalogue.versions());
  }

  @Test
  void whoIsNotAdmittedIsRefusedWithTheReasonAndTheVerdictStays() throws IOException {
    admitted = false;
    Path jar = lion("1.0.1", "1");
    String message = refusal(() -> install(jar));
    assertTrue(message.contains("not admitted: 1 of 7 tests failed — "), message);
    assertTrue(Files.exists(Path.of(message.substring(message.lastIndexOf(" in ") + 4))), message);
    assertEquals(List.of(), catalogue.versions());
  }

  @Test
  void aChildThatIsKilledOrSaysNothingHasFailed() throws IOException {
    ending = new ChildJvm.Ending(137, "killed, for it took longer than 120.0 s", Duration.ofMinutes(2), "running E3");
    Path jar = lion("1.0.1", "1");
    String message = refusal(() -> install(jar));
    assertTrue(message.contains("its process was killed, for it took longer than 120.0 s; it last said: running E3"),
        message);
    silent = true;
    ending = new ChildJvm.Ending(7, "", Duration.ofSeconds(1), "");
    assertTrue(refusal(() -> install(jar)).contains("its process ended with exit code 7 and no verdict"));
    assertEquals(List.of(), catalogue.versions());
  }

  @Test
  void aVerdictThatWasGivenKeepsItsReasonHoweverItsProcessEnds() throws IOException {
    admitted = false;
    ending = new ChildJvm.Ending(137, "killed: it took more than 1500 MB", Duration.ofSeconds(1), "");
    Path jar = lion("1.0.1", "1");
    assertTrue(refusal(() -> install(jar)).contains("not admitted: 1 of 7 tests failed — "));
  }

  @Test
  void nameAndVersionStandForOneContent() throws IOException {
    install(lion("1.0.1", "1"));
    Path other = lion("1.0.1", "2");
    assertTrue(refusal(() -> install(other)).contains("zoo.lion@1.0.1 is known with another content"));
    Path builtIn = lion("1.0.0", "9");
    assertTrue(refusal(() -> install(builtIn)).contains("raise Bundle-Version"));
  }

  @Test
  void aPlatformBundleCannotBeInstalled() throws IOException {
    Path jar = new TestJar("ansatz.runner", "9.0.0").to(folder.resolve("runner.jar"));
    assertTrue(refusal(() -> install(jar)).contains("ansatz.runner belongs to the platform"));
  }

  @Test
  void aFourthLiveVersionIsRefusedWithTheHolders() throws IOException {
    running(RunState.RUNNING);
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    Path fourth = lion("1.0.3", "3");
    String message = refusal(() -> install(fourth));
    assertTrue(message.contains("3 live versions already") && message.contains("zoo.lion@1.0.1 (staged, used by run "
        + "brave-otter-7)") && message.contains("ansatz bundle retire zoo.lion@1.0."), message);
    runs.clear();
    library.retire("zoo.lion@1.0.1", false);
    assertEquals("zoo.lion@1.0.3", install(fourth).label());
  }

  @Test
  void aFileThatIsOverwrittenAllTheTimeIsInstalledOnceAndWhole() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    byte[] content = new TestJar("zoo.lion", "1.0.1").entry("noise", noise).bytes();
    Path jar = Files.write(folder.resolve("lion.jar"), content);
    FutureTask<Void> copies = new FutureTask<>(() -> {
      for (int i = 0; i < 100; i++) {
        Files.write(jar, content);
        Thread.sleep(2);
      }
      return null;
    });
    Thread.ofPlatform().start(copies);
    for (int i = 0; !copies.isDone() || i < 2; i++) {
      install(jar);
    }
    assertNull(copies.get(), "all copies were made");
    assertEquals(1, catalogue.versions().size());
    assertEquals(1, children.size(), "judged once");
    assertEquals(1, catalogue.staged, "staged once");
    assertEquals(List.of(), library.verify());
    nothingIsLeft();
  }
}
