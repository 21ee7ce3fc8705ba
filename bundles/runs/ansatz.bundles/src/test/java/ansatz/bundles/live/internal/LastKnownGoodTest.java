package ansatz.bundles.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.Generation;
import ansatz.bundles.Generation.State;
import ansatz.bundles.MemoryCatalogue;
import ansatz.experiment.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class LastKnownGoodTest {
  private static final Map<String, String> OLD = Map.of("part", "1.0.1");
  private static final Map<String, String> NEW = Map.of("part", "1.0.2");

  private final MemoryCatalogue catalogue = new MemoryCatalogue();
  private final List<String> warnings = new ArrayList<>();
  private final List<SortedMap<String, String>> tried = new ArrayList<>();

  private Generation start(Map<String, String> failing) {
    return new LastKnownGood(catalogue, warnings::add).start(promoted -> {
      tried.add(promoted);
      if (promoted.equals(failing)) {
        throw new RefusedException("bundle part 1.0.2 does not start: boom");
      }
    });
  }

  @Test
  void withoutAnyTheDistributionStartsAsItWasBuilt() {
    assertEquals(Generation.BUILT_IN, start(null));
    assertEquals(List.of(Map.of()), tried);
    assertEquals(List.of(), warnings);
  }

  @Test
  void aNewOneIsTriedAndThenGood() {
    catalogue.promote(OLD, State.GOOD, "");
    long number = catalogue.promote(NEW, State.NEW, "").number();
    new LastKnownGood(catalogue, warnings::add).start(promoted -> {
      assertEquals(State.TRYING, catalogue.state(number));
      assertTrue(ProcessStamp.alive(catalogue.generations().getFirst().process()));
    });
    assertEquals(State.GOOD, catalogue.state(number));
    assertEquals(List.of(), warnings);
  }

  @Test
  void oneThatDoesNotStartIsBadAndTheNewestGoodOneTakesItsPlace() {
    catalogue.promote(OLD, State.GOOD, "");
    catalogue.promote(Map.of("part", "1.0.9"), State.NEW, "");
    catalogue.promote(NEW, State.NEW, "");
    assertEquals(1, start(NEW).number());
    assertEquals(State.BAD, catalogue.state(3));
    assertEquals(State.NEW, catalogue.state(2), "one that was never tried is not fallen back on");
    assertEquals(List.of("generation 3 of promoted bundles (promote {part=1.0.2}) is left aside for the newest good "
        + "one: bundle part 1.0.2 does not start: boom"), warnings);
    warnings.clear();
    tried.clear();
    assertEquals(1, start(NEW).number(), "the next process does not try it again");
    assertEquals(List.of(OLD), tried);
    assertEquals(List.of(), warnings);
  }

  @Test
  void oneWhoseProcessWasKilledIsTriedOnceMore() throws Exception {
    catalogue.promote(NEW, State.TRYING, dead());
    List<String> processes = new ArrayList<>();
    new LastKnownGood(catalogue, warnings::add)
        .start(promoted -> processes.add(catalogue.generations().getFirst().process()));
    assertEquals(List.of(ProcessStamp.current() + " again"), processes);
    assertEquals(State.GOOD, catalogue.state(1));
    assertEquals(List.of(), warnings);
  }

  @Test
  void oneThatKilledTwoProcessesIsBad() throws Exception {
    String stamp = dead();
    assertFalse(ProcessStamp.alive(stamp));
    assertFalse(ProcessStamp.alive(ProcessHandle.current().pid() + "@1"), "the number was given to another process");
    catalogue.promote(NEW, State.TRYING, stamp + " again");
    assertEquals(Generation.BUILT_IN, start(null));
    assertEquals(State.BAD, catalogue.state(1));
    assertTrue(warnings.getFirst().endsWith("two processes that tried it died (the second was " + stamp + ")"),
        warnings.toString());
  }

  /** The stamp of a process that has ended. */
  private static String dead() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    String stamp = ProcessStamp.of(dead.toHandle());
    dead.waitFor();
    return stamp;
  }

  @Test
  void oneThatALivingProcessTriesIsTriedHereToo() {
    catalogue.promote(NEW, State.TRYING, ProcessStamp.current());
    assertEquals(1, start(null).number());
    assertEquals(State.GOOD, catalogue.state(1));
  }

  @Test
  void aGoodOneThatDoesNotStartTodayIsLeftAsideAndStaysGood() {
    catalogue.promote(OLD, State.GOOD, "");
    catalogue.promote(NEW, State.GOOD, "");
    assertEquals(1, start(NEW).number());
    assertEquals(1, warnings.size());
    assertEquals(State.GOOD, catalogue.state(2), "a busy machine says nothing about it");
    assertEquals(2, start(null).number(), "the next process tries it again");
    assertEquals(1, warnings.size());
  }

  @Test
  void theDistributionsOwnFailureIsNotHidden() {
    assertThrows(RefusedException.class, () -> start(Map.of()));
  }

  @Test
  void whatCannotBeWrittenDownStartsAllTheSame() {
    MemoryCatalogue home = new MemoryCatalogue();
    home.promote(NEW, State.NEW, "");
    Generation generation = new LastKnownGood(new ReadOnly(home), warnings::add).start(promoted -> tried.add(promoted));
    assertEquals(NEW, generation.promoted());
    assertEquals(List.of(), warnings);
  }

  @Test
  void anUnreadableListCostsAWarningAndThePromotedSet() {
    Generation generation = new LastKnownGood(new ReadOnly(null), warnings::add).start(promoted -> tried.add(promoted));
    assertEquals(Generation.BUILT_IN, generation);
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(
        warnings.getFirst().startsWith("promoted bundles are left aside: the home's list of them cannot be read"),
        warnings.toString());
  }
}
