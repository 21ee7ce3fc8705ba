package ansatz.bundles.library.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.BundleVersion.State;
import ansatz.bundles.Generation;
import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Source;
import java.util.List;
import java.util.TreeMap;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a version ends. */
class RetirementTest extends AbstractLibraryTest {
  @Test
  void retiringAsksEveryRunningProcessForItsProof() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("ok", true, "pid", 17, "wasLoaded", true, "gone", true, "millis", 120, "holder", ""));
    assertEquals(Map.of("17", new Unloaded(version.label(), true, true, 120, "")),
        library.retire(version.label(), false));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    assertTrue(refusal(() -> library.promote(version.label(), progress::add)).contains("is retired"));
    assertEquals(State.STAGED, install(lion("1.0.1", "1")).state(), "brought back");
  }

  @Test
  void whatIsHeldInForceOrBuiltInIsNotRetired() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
    assertEquals("zoo.lion@1.0.1 is not retired: run brave-otter-7 holds it in slot model — swap it out first",
        refusal(() -> library.retire(version.label(), false)));
    refusal = null;
    answer
        .putAll(Map.of("pid", 17, "wasLoaded", true, "gone", false, "millis", 5000, "holder", "static zoo.Lion.CACHE"));
    assertEquals("zoo.lion@1.0.1 is not retired: process 17 (run brave-otter-7) still holds its classes: static "
        + "zoo.Lion.CACHE — end that process, then retire it again",
        refusal(() -> library.retire(version.label(), false)));
    assertEquals(State.STAGED, catalogue.versions().getFirst().state());
    assertTrue(refusal(() -> library.retire("zoo.lion@1.0.0", false)).contains("is built in"));
    runs.clear();
    library.promote(version.label(), progress::add);
    assertTrue(refusal(() -> library.retire(version.label(), false)).contains("is what new work uses"));
  }

  @Test
  void whoTookItBetweenTheQuestionAndTheDecisionIsAskedAgainAndItIsStagedAgain() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("pid", 17, "wasLoaded", false, "gone", true, "millis", 0, "holder", ""));
    beforeAnswer = () -> {
      if (catalogue.versions().getFirst().state() == State.RETIRED) {
        refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
      }
    };
    assertEquals("zoo.lion@1.0.1 is not retired: run brave-otter-7 holds it in slot model — swap it out first",
        refusal(() -> library.retire(version.label(), false)));
    assertEquals(version, catalogue.versions().getFirst());
    beforeAnswer = () -> {
    };
    refusal = null;
    assertEquals(Map.of(), library.retire(version.label(), false));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    refusal = new RefusedException("run brave-otter-7 holds it in slot model — swap it out first");
    assertTrue(
        refusal(() -> library.retire(version.label(), false)).startsWith("zoo.lion@1.0.1 is retired and not gone: "));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state(), "as before");
  }

  @Test
  void whoBeginsToRunMeanwhileIsAskedToo() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.RUNNING);
    answer.putAll(Map.of("pid", 17, "wasLoaded", false, "gone", true, "millis", 0, "holder", ""));
    beforeAnswer = () -> {
      if (runs.size() == 1 && catalogue.versions().getFirst().state() == State.RETIRED) {
        runs.add(new RunRow("r-2", "calm-lynx-3", "toy", "toy.yaml", RunState.RUNNING, 1, 9, Instant.EPOCH,
            Instant.EPOCH, 1, "", "", ""));
      } else if (runs.size() == 2) {
        refusal = new RefusedException("run calm-lynx-3 holds it — swap it out first");
      }
    };
    assertTrue(refusal(() -> library.retire(version.label(), false)).contains("calm-lynx-3 holds it"));
    assertEquals(State.STAGED, catalogue.versions().getFirst().state());
  }

  @Test
  void whatAStartWouldFallBackOnIsNotRetired() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    install(lion("1.0.2", "2"));
    catalogue.mark(library.promote(version.label(), progress::add).number(), Generation.State.GOOD, "");
    long newest = library.promote("zoo.lion@1.0.2", progress::add).number();
    assertTrue(
        refusal(() -> library.retire(version.label(), false))
            .startsWith("bundle retire: zoo.lion@1.0.1 is in generation "
                + "1, on which the next start falls back if generation 2 fails"));
    catalogue.mark(newest, Generation.State.GOOD, "");
    assertEquals(Map.of(), library.retire(version.label(), false));
  }

  @Test
  void whatARunNeedsToBeResumedIsRetiredByForceOnly() throws IOException {
    BundleVersion version = install(lion("1.0.1", "1"));
    running(RunState.CRASHED);
    ledger.add(entry(1, 4, version.version()));
    ledger.add(entry(5, 9, "1.0.0"));
    assertEquals(List.of(), library.neededBy(version.label()), "it was swapped out before the end");
    ledger.removeLast();
    assertEquals(runs, library.neededBy(version.label()));
    assertEquals("bundle retire: zoo.lion@1.0.1 is needed to resume brave-otter-7 (crashed) — ansatz resume "
        + "brave-otter-7 and let it end, or ansatz bundle retire zoo.lion@1.0.1 --force",
        refusal(() -> library.retire(version.label(), false)));
    assertEquals(State.STAGED, catalogue.versions().getFirst().state());
    assertEquals(Map.of(), library.retire(version.label(), true));
    assertEquals(State.RETIRED, catalogue.versions().getFirst().state());
    runs.clear();
    running(RunState.FINISHED);
    assertEquals(List.of(), library.neededBy(version.label()));
  }

  private static LedgerEntry entry(long from, long to, String version) {
    Source source = new Source("zoo.lion", version, "00", new TreeMap<>());
    return new LedgerEntry("model", from, to, "lion", source, "ada", "start");
  }
}
