package ansatz.testkit;

import static ansatz.testkit.RunExamples.T0;
import static ansatz.testkit.RunExamples.entry;
import static ansatz.testkit.RunExamples.failingAfter;
import static ansatz.testkit.RunExamples.id;
import static ansatz.testkit.RunExamples.inParallel;
import static ansatz.testkit.RunExamples.ledger;
import static ansatz.testkit.RunExamples.points;
import static ansatz.testkit.RunExamples.progress;
import static ansatz.testkit.RunExamples.run;
import static ansatz.testkit.RunExamples.source;
import static ansatz.testkit.RunExamples.swap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ChainLink;
import ansatz.experiment.ConfigException;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Swap;
import ansatz.experiment.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RunStore} keeps of changes of code: swaps, usage, hash chains. Its rules go on from {@link RunStoreContract}. */
public abstract class RunChainContract extends AbstractRunStoreContract {
  @BeforeEach
  void aRun() {
    store.create(run(1));
  }

  // ---- S1: swap, ledger, checkpoint and links in one transaction

  @Test
  void S1_aSwapThatFailsHalfwayLeavesNoLinkAndNoRow() {
    List<ChainLink> before = store.chain(id(1));
    List<ChainLink> homeBefore = store.homeChain();
    Progress half = new Progress(7, 100, points(0, 5), List.of(), List.of(entry("model", 0, 7)),
        failingAfter(swap(7, Swap.Kind.SWAPPED, "c-7")));
    assertThrows(IllegalStateException.class,
        () -> store.checkpoint(id(1), new Checkpoint(7, "c-7", 10, "c0de"), half));
    assertEquals(List.of(), store.swaps(id(1)));
    assertEquals(before, store.chain(id(1)));
    assertEquals(homeBefore, store.homeChain());
    assertEquals(List.of(), store.verify(List.of()));
  }

  @Test
  void S1_theCheckpointToReturnToStaysUntilTheNextSwap() {
    swapAt(10, Swap.Kind.SWAPPED, "c-10");
    List<String> dropped = new ArrayList<>();
    for (int step = 20; step <= 40; step += 10) {
      dropped.addAll(files(store.checkpoint(id(1), checkpoint("c-" + step, step), progress(step, List.of()))));
    }
    store.refused(id(1), swap(41, Swap.Kind.REFUSED, ""));
    dropped.addAll(files(store.checkpoint(id(1), checkpoint("c-50", 50), progress(50, List.of()))));
    assertEquals(List.of("c-20", "c-30"), dropped);
    assertEquals(List.of("c-50", "c-40", "c-10"), files(store.checkpoints(id(1))));
    assertEquals(List.of("c-40", "c-10"), files(swapAt(60, Swap.Kind.UNDONE, "c-60")));
    assertEquals(List.of("c-60", "c-50"), files(store.checkpoints(id(1))));
    assertEquals(List.of(), store.verify(List.of()));
  }

  // ---- S2: swaps are only appended

  @Test
  void S2_swapsComeBackAsRecordedAndInOrder() throws Exception {
    List<Swap> swaps = new ArrayList<>();
    for (Swap.Kind kind : Swap.Kind.values()) {
      Swap swap = swap(10, kind, kind == Swap.Kind.REFUSED ? "" : "c-" + kind);
      swaps.add(swap);
      if (swap.changed()) {
        store.acknowledge(id(1), new Progress(10, 100, List.of(), List.of(), List.of(), List.of(swap)));
      } else {
        store.refused(id(1), swap);
      }
    }
    assertEquals(swaps, another().swaps(id(1)));
    assertEquals(List.of(), store.verify(List.of()));
  }

  @Test
  void S2_onlyARefusalStandsByItself() {
    assertThrows(IllegalArgumentException.class, () -> store.refused(id(1), swap(10, Swap.Kind.SWAPPED, "c-10")));
    assertEquals(List.of(), store.swaps(id(1)));
  }

  // ---- S5: what is asked of the past

  @Test
  void S5_usageFindsCodeItselfAndThroughItsWiring() {
    for (int i = 2; i <= 4; i++) {
      store.create(run(i));
    }
    LedgerEntry used = new LedgerEntry("model", 0, 5, "ridge", source("ansatz.regression", "1.0.1"), "ada", "start");
    LedgerEntry other = new LedgerEntry("linalg", 0, 5, "jblas", source("ansatz.linalg.jblas", "2.0.0"), "ada",
        "start");
    store.acknowledge(id(1), ledger(5, used, other));
    store.acknowledge(id(2), ledger(5, other));
    store.acknowledge(id(3), ledger(5, used));
    store.update(ended(run(3)));
    assertEquals(List.of(new Usage(row(1), List.of(used)), new Usage(row(3), List.of(used))),
        store.usage("ansatz.regression", "1.0.1"), "running ones first");
    assertEquals(List.of(row(2), row(1), row(3)),
        store.usage("ansatz.linalg", "1.0.0").stream().map(Usage::run).toList());
    assertEquals(List.of(other, used), store.usage("ansatz.linalg", "1.0.0").get(1).entries());
    assertEquals(List.of(), store.usage("ansatz.regression", "1.0.0"));
  }

  @Test
  void S5_anUnknownRunIsNamed() {
    for (Runnable call : List.<Runnable>of(() -> store.swaps("r-none"), () -> store.chain("r-none"),
        () -> store.refused("r-none", swap(1, Swap.Kind.REFUSED, "")))) {
      assertTrue(assertThrows(ConfigException.class, call::run).getMessage().contains("r-none"));
    }
  }

  // ---- S6: chains

  @Test
  void S6_everyLinkFollowsTheOneBefore() throws Exception {
    wholeLife();
    for (List<ChainLink> chain : List.of(store.chain(id(1)), another().homeChain())) {
      ChainLink before = ChainLink.NONE;
      for (ChainLink link : chain) {
        assertEquals(before.next(link.body()), link);
        before = link;
      }
      assertTrue(before.sequence() > 2, chain.toString());
    }
  }

  @Test
  void S6_whatOnlyTheStoreWroteHolds() throws Exception {
    assertEquals(List.of(), store.verify(List.of()));
    wholeLife();
    assertEquals(List.of(), another().verify(List.of(head(1), store.homeChain().getFirst().sha256())));
    store.acknowledge(id(1), progress(90, points(80, 90)));
    assertEquals(List.of(), store.verify(List.of()), "also what comes after the end");
  }

  @Test
  void S6_aPlainAcknowledgementIsNoLink() {
    store.acknowledge(id(1), ledger(5, entry("model", 0, 5)));
    List<ChainLink> before = store.chain(id(1));
    store.acknowledge(id(1), new Progress(9, 100, points(0, 9), List.of(), List.of(entry("model", 0, 9))));
    assertEquals(before, store.chain(id(1)));
    store.acknowledge(id(1), ledger(10, entry("model", 10, 10)));
    assertEquals(before.size() + 1, store.chain(id(1)).size());
    assertEquals(List.of(), store.verify(List.of()));
  }

  @Test
  void S6_theHomeSpeaksOfTheHeadOfARunThatEnded() {
    wholeLife();
    assertTrue(store.homeChain().getLast().body().contains(head(1)));
  }

  @Test
  void S6_aHeadThatIsInNoChainIsNamed() {
    String elsewhere = "5".repeat(64);
    List<String> findings = store.verify(List.of(head(1), elsewhere));
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().contains(elsewhere) && findings.getFirst().contains("truncated or rewritten"),
        findings.toString());
  }

  @Test
  void S6_chainsOfManyWritersHold() throws Exception {
    List<RunStore> stores = List.of(store, another(), another());
    inParallel(6, w -> () -> {
      RunStore mine = stores.get(w % stores.size());
      RunRow row = run(10 + w);
      mine.create(row);
      for (int i = 0; i < 8; i++) {
        mine.checkpoint(row.id(), checkpoint("c-" + i, i), new Progress(i, 100, points(i, i + 3), List.of(),
            List.of(entry("model", i / 3 * 3, i))));
      }
      mine.update(ended(row));
      return null;
    });
    assertEquals(List.of(), store.verify(List.of()));
  }

  /** Started, checkpointed, swapped, stopped, resumed, finished. */
  private void wholeLife() {
    store.acknowledge(id(1), new Progress(5, 100, points(0, 5), List.of(), List.of(entry("model", 0, 5))));
    swapAt(10, Swap.Kind.SWAPPED, "c-10");
    store.acknowledge(id(1), new Progress(20, 100, points(5, 20), List.of(), List.of(entry("model", 11, 20))));
    store.update(new RunRow(id(1), "", "", "", RunState.INTERRUPTED, 0, 0, T0, T0, 1, "", "", ""));
    store.update(new RunRow(id(1), "", "", "", RunState.RUNNING, 0, 0, T0, null, 1, "", "", ""));
    store.checkpoint(id(1), checkpoint("c-30", 30), new Progress(30, 100, points(20, 30), List.of(),
        List.of(entry("model", 11, 30))));
    store.checkpoint(id(1), checkpoint("c-40", 40), progress(40, points(30, 40)));
    store.forget(id(1), checkpoint("c-40", 40));
    store.acknowledge(id(1), new Progress(80, 100, points(40, 80), List.of(), List.of(entry("model", 11, 80))));
    store.update(ended(run(1)));
  }

  private List<Checkpoint> swapAt(long step, Swap.Kind kind, String file) {
    return store.checkpoint(id(1), checkpoint(file, step), new Progress(step, 100, List.of(), List.of(),
        List.of(entry("model", 0, step)), List.of(swap(step, kind, file))));
  }

  private static Checkpoint checkpoint(String file, long step) {
    return new Checkpoint(step, file, Long.MAX_VALUE - step, "c0de");
  }

  private static RunRow ended(RunRow r) {
    return new RunRow(r.id(), r.name(), r.experiment(), r.source(), RunState.FINISHED, 0, 0, r.created(), T0,
        Double.NaN, r.configDigest(), "rmse 0.12 \"±\" 1e-3", "");
  }

  private RunRow row(int i) {
    return store.find(id(i)).orElseThrow();
  }

  private String head(int i) {
    return store.chain(id(i)).getLast().sha256();
  }

  private static List<String> files(List<Checkpoint> checkpoints) {
    return checkpoints.stream().map(Checkpoint::file).toList();
  }
}
