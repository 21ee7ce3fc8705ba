package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion.State;
import ansatz.bundles.ChildJvm;
import ansatz.bundles.Generation;
import ansatz.experiment.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What new work uses, and how that changes. */
class PromotionTest extends AbstractLibraryTest {
  @Test
  void promotingTriesTheSetInAProcessOfItsOwnAndRollingBackGoesBackOneDecisionEachTime() throws IOException {
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    assertEquals(Map.of("zoo.lion", "1.0.1"), library.promote("zoo.lion@1.0.1", progress::add).promoted());
    assertEquals(List.of("list"), children.getLast().arguments());
    assertTrue(children.getLast().bootSet().get("standing").toString().contains("1.0.1"));
    assertEquals(Map.of("zoo.lion", "1.0.2"), library.promote("zoo.lion@1.0.2", progress::add).promoted());
    assertTrue(library.list().stream().anyMatch(e -> e.version().equals("1.0.2") && e.inForce()
        && e.status().equals("promoted")));
    assertEquals(Map.of("zoo.lion", "1.0.1"), library.rollback().promoted());
    assertEquals(Map.of(), library.rollback().promoted());
    assertEquals(4, catalogue.generations().size());
    assertTrue(assertThrows(RefusedException.class, library::rollback).getMessage().contains("nothing was promoted"));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(Map.of(), library.promote("zoo.lion@1.0.0", progress::add).promoted(), "the built-in one again");
  }

  @Test
  void aSetThatDoesNotStartIsNotPromoted() throws IOException {
    install(lion("1.0.1", "1"));
    ending = new ChildJvm.Ending(1, "", Duration.ofSeconds(1), "error start: zoo.lion 1.0.1 does not start");
    assertTrue(refusal(() -> library.promote("zoo.lion@1.0.1", progress::add)).contains("does not start"));
    assertEquals(List.of(), catalogue.generations());
  }

  @Test
  void amongOtherPartsThanItWasJudgedWithItIsJudgedAgain() throws IOException {
    install(lion("1.0.1", "1"));
    install(new TestJar("zoo.bear", "1.0.1").entry("age", "1").to(folder.resolve("bear.jar")));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(0, judgedAgain());
    admitted = false;
    String message = refusal(() -> library.promote("zoo.bear@1.0.1", progress::add));
    assertTrue(message.contains("not admitted"), message);
    assertEquals(1, catalogue.generations().size());
    admitted = true;
    library.promote("zoo.bear@1.0.1", progress::add);
    assertEquals(2, judgedAgain());
    library.rollback();
    library.promote("zoo.bear@1.0.1", progress::add);
    assertEquals(2, judgedAgain(), "the newer verdict counts");
  }

  private long judgedAgain() {
    return children.stream().skip(2).filter(request -> request.arguments().contains("admission")).count();
  }

  @Test
  void generationsThatWereBadAreNotGoneBackTo() throws IOException {
    install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    Generation bad = library.promote("zoo.lion@1.0.1", progress::add);
    catalogue.mark(bad.number(), Generation.State.BAD, "");
    library.promote("zoo.lion@1.0.2", progress::add);
    assertEquals(Map.of(), library.rollback().promoted());
  }

  @Test
  void whereAProcessStartedWithThatSetWhenItWasAdmittedNoneIsStarted() throws IOException {
    startProblem = "";
    install(lion("1.0.1", "1"));
    install(new TestJar("zoo.bear", "1.0.1").entry("age", "1").to(folder.resolve("bear.jar")));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(2, children.size(), "nothing but the two admissions");
    assertTrue(progress.toString().contains("started with it when it was admitted"), progress.toString());
    library.promote("zoo.bear@1.0.1", progress::add);
    assertEquals(1, judgedAgain(), "another lion stands by now");
    assertEquals(3, children.size(), "and that was a start with this set");
    assertEquals(2, catalogue.generations().size());
  }

  @Test
  void onAnotherPlatformOrWithoutSuchAStartOneIsStarted() throws IOException {
    startProblem = "";
    install(lion("1.0.1", "1"));
    new TestJar("ansatz.runner", "1.0.0").to(folder.resolve("dist/bundles/10/ansatz.runner.jar"));
    library.promote("zoo.lion@1.0.1", progress::add);
    assertEquals(List.of("list"), children.getLast().arguments());
    startProblem = "zoo.cub@1.0.0 imports from it, and with it: 1 of 7 tests fail";
    install(lion("1.0.2", "2"));
    assertTrue(progress.contains("it cannot be promoted as things are: " + startProblem), progress.toString());
    ending = new ChildJvm.Ending(1, "", Duration.ofSeconds(1), "error start: zoo.cub 1.0.0 does not start");
    assertTrue(
        refusal(() -> library.promote("zoo.lion@1.0.2", progress::add)).contains("zoo.cub 1.0.0 does not start"));
    assertEquals(1, catalogue.generations().size());
  }
}
