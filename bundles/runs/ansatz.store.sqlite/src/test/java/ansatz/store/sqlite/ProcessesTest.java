package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Home;
import ansatz.experiment.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one home, some of them killed: everything that was acknowledged is there. */
final class ProcessesTest {
  private static final int ROUNDS = Integer.getInteger("ansatz.store.rounds", 3);

  @TempDir
  Path folder;

  private Path home;

  @BeforeEach
  void home() {
    home = folder.resolve("home");
  }

  @Test
  void fourProcessesWriteAHundredTransactionsEach() throws Exception {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(Child.start(List.of(), home, "write", "r-" + i, "100"));
    }
    for (Child child : children) {
      assertEquals(100, child.lastAcknowledged(0));
      assertEquals(0, child.exitCode());
    }
    for (int i = 0; i < 4; i++) {
      assertHolds("r-" + i, 100);
    }
  }

  @Test
  void whatAKilledProcessHadAcknowledgedIsThere() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    long victims = 0;
    try (Child bystander = Child.start(List.of(), home, "write", "r-bystander", "100000")) {
      assertEquals("acknowledged 1", bystander.says());
      for (int round = 0; round < ROUNDS; round++) {
        Child victim = Child.start(List.of(), home, "write", "r-victim", "100000");
        victim.says();
        Thread.sleep(random.nextInt(60));
        victim.kill();
        victims = atLeast(victims, victim, "r-victim");
      }
      bystander.kill();
      atLeast(0, bystander, "r-bystander");
    }
    try (Stream<Path> left = Files.list(Child.temp(home))) {
      assertEquals(List.of(), left.filter(f -> !f.getFileName().toString().startsWith("hsperfdata")).toList(),
          "killed processes leave nothing in the temporary folder");
    }
    try (Stream<Path> natives = Files.walk(folder.resolve("natives"))) {
      assertEquals(1, natives.filter(Files::isRegularFile).count(), "one copy of the native library serves them all");
    }
  }

  @Test
  void aProcessKilledWhilePromotingLeavesWholeDecisions() throws Exception {
    Child killed = Child.start(List.of(), home, "promote", "r-1");
    for (int n = 1; n <= 5; n++) {
      assertEquals("acknowledged " + n, killed.says());
    }
    killed.kill();
    long acknowledged = killed.lastAcknowledged(5);
    try (SqliteBundleCatalogue catalogue = new SqliteBundleCatalogue(new Home(home));
        SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      int decisions = catalogue.generations().size();
      assertTrue(decisions >= acknowledged, "acknowledged " + acknowledged + ", present " + decisions);
      assertTrue(catalogue.versions().size() - decisions <= 1, "staged " + catalogue.versions().size());
      assertEquals("1.0." + decisions, catalogue.generations().getFirst().promoted().get("ansatz.regression"));
      assertEquals(List.of(), store.verify(List.of()));
    }
  }

  @Test
  void aTransactionThatWasCutOffLeavesNothingAndBlocksNobody() throws Exception {
    try (Child cutOff = Child.start(List.of(), home, "stall", "r-1", "5")) {
      assertEquals("inside", cutOff.says());
      cutOff.kill();
    }
    assertHolds("r-1", 0);
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      store.acknowledge("r-1", Child.progress(1));
    }
    assertHolds("r-1", 1);
  }

  /** A step may be on disk whose acknowledgement was cut off, but never the other way round. */
  private long atLeast(long before, Child killed, String run) throws Exception {
    long acknowledged = killed.lastAcknowledged(before);
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      List<Point> points = store.points(run);
      long steps = points.size() / Child.POINTS;
      assertTrue(steps >= acknowledged, "acknowledged " + acknowledged + ", present " + steps);
      assertEquals(expected(steps), points);
      assertEquals(List.of(), store.verify(List.of()));
      return steps;
    }
  }

  private void assertHolds(String run, long steps) {
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      assertEquals(steps, store.find(run).orElseThrow().step());
      assertEquals(expected(steps), store.points(run));
      assertEquals(List.of(), store.problems().stream().filter(p -> p.contains("ansatz.sqlite")).toList());
    }
  }

  static List<Point> expected(long steps) {
    return LongStream.rangeClosed(1, steps).boxed().flatMap(s -> Child.points(s).stream()).toList();
  }
}
