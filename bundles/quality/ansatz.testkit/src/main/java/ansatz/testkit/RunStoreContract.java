package ansatz.testkit;

import static ansatz.testkit.RunExamples.T0;
import static ansatz.testkit.RunExamples.entry;
import static ansatz.testkit.RunExamples.failingAfter;
import static ansatz.testkit.RunExamples.id;
import static ansatz.testkit.RunExamples.ledger;
import static ansatz.testkit.RunExamples.points;
import static ansatz.testkit.RunExamples.progress;
import static ansatz.testkit.RunExamples.run;
import static ansatz.testkit.RunExamples.withId;
import static ansatz.testkit.RunExamples.withName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Source;
import ansatz.experiment.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every {@link RunStore} keeps, in one process: S1, S2 and S4. What only a killed process shows, each store tests itself. */
public abstract class RunStoreContract extends AbstractRunStoreContract {
  // ---- S1: one transaction, all or nothing

  @Test
  void S1_aWriteThatFailsHalfwayLeavesNothing() {
    store.create(run(1));
    Progress half = new Progress(7, 100, points(0, 5), List.of(new Timing(3, "fit", 0.5)),
        failingAfter(entry("model", 0, 7)));
    assertEquals("halfway",
        assertThrows(IllegalStateException.class, () -> store.acknowledge(id(1), half)).getMessage());
    assertThrows(IllegalStateException.class,
        () -> store.checkpoint(id(1), new Checkpoint(7, "c-7", 10, "aa"), half));
    assertEquals(List.of(), store.points(id(1)));
    assertEquals(List.of(), store.timings(id(1)));
    assertEquals(List.of(), store.ledger(id(1)));
    assertEquals(List.of(), store.checkpoints(id(1)));
    assertEquals(0, store.find(id(1)).orElseThrow().step());
    store.acknowledge(id(1), progress(7, points(0, 5)));
    assertEquals(points(0, 5), store.points(id(1)));
  }

  @Test
  void S1_anUnknownRunIsNamedAndNothingIsWritten() {
    store.create(run(1));
    Checkpoint checkpoint = new Checkpoint(1, "c-1", 10, "aa");
    for (Runnable call : List.<Runnable>of(() -> store.acknowledge("r-none", progress(1, points(0, 2))),
        () -> store.checkpoint("r-none", checkpoint, progress(1, points(0, 2))), () -> store.checkpoints("r-none"),
        () -> store.forget("r-none", checkpoint), () -> store.update(withId(run(1), "r-none")),
        () -> store.points("r-none"), () -> store.timings("r-none"), () -> store.ledger("r-none"))) {
      String message = assertThrows(ConfigException.class, call::run).getMessage();
      assertTrue(message.contains("r-none"), message);
    }
    assertTrue(store.find("r-none").isEmpty());
    assertEquals(List.of(run(1)), store.list());
  }

  @Test
  void S1_anIdOrNameTakenTwiceIsRefused() {
    store.create(run(1));
    RunRow sameId = withId(run(2), id(1));
    RunRow sameName = withName(run(2), run(1).name());
    RunRow nameIsAnId = withName(run(2), id(1));
    for (RunRow duplicate : List.of(sameId, sameName, nameIsAnId)) {
      String message = assertThrows(RefusedException.class, () -> store.create(duplicate)).getMessage();
      assertTrue(message.contains(id(1)), message);
    }
    assertEquals(List.of(run(1)), store.list());
  }

  @Test
  void S1_theTwoNewestCheckpointsStayAndTheOlderGoInOneTransaction() throws Exception {
    store.create(run(1));
    Checkpoint c10 = new Checkpoint(10, "c-10", 100, "aa");
    Checkpoint c20 = new Checkpoint(20, "c-20", Long.MAX_VALUE, "bb");
    Checkpoint c30 = new Checkpoint(30, "c-30", 0, "cc");
    assertEquals(List.of(), store.checkpoint(id(1), c10, progress(10, points(0, 10))));
    assertEquals(List.of(), store.checkpoint(id(1), c20, progress(20, points(10, 20))));
    assertEquals(List.of(c10), store.checkpoint(id(1), c30, progress(30, points(20, 30))));
    assertEquals(List.of(c30, c20), another().checkpoints(id(1)));
    assertEquals(points(0, 30), store.points(id(1)));
    assertEquals(30, store.find(id(1)).orElseThrow().step());
  }

  @Test
  void S1_aCheckpointFileWrittenAnewIsNotHandedBackForDeletion() {
    store.create(run(1));
    store.checkpoint(id(1), new Checkpoint(10, "c-10", 1, "aa"), progress(10, List.of()));
    store.checkpoint(id(1), new Checkpoint(20, "c-20", 1, "bb"), progress(20, List.of()));
    Checkpoint anew = new Checkpoint(10, "c-10", 2, "cc");
    assertEquals(List.of(), store.checkpoint(id(1), anew, progress(10, List.of())));
    assertEquals(List.of(anew, new Checkpoint(20, "c-20", 1, "bb")), store.checkpoints(id(1)),
        "newest is what was recorded last");
  }

  @Test
  void S1_aForgottenCheckpointGivesWayToTheOneBefore() {
    store.create(run(1));
    Checkpoint c10 = new Checkpoint(10, "c-10", 100, "aa");
    Checkpoint c20 = new Checkpoint(20, "c-20", 100, "bb");
    store.checkpoint(id(1), c10, progress(10, List.of()));
    store.checkpoint(id(1), c20, progress(20, List.of()));
    store.forget(id(1), c20);
    assertEquals(List.of(c10), store.checkpoints(id(1)));
    store.forget(id(1), c20);
    assertEquals(List.of(c10), store.checkpoints(id(1)), "forgetting twice changes nothing");
  }

  // ---- S2: points are only appended

  @Test
  void S2_pointsComeInOrderOfStepThenAsAppended() {
    store.create(run(1));
    Point b = new Point(2, "b", "loss", 1);
    Point a = new Point(2, "a", "loss", 2);
    Point again = new Point(2, "b", "loss", 3);
    Point first = new Point(1, "z", "loss", 4);
    store.acknowledge(id(1), progress(2, List.of(b, a)));
    store.acknowledge(id(1), progress(3, List.of(again, first)));
    assertEquals(List.of(first, b, a, again), store.points(id(1)));
  }

  @Test
  void S2_ledgerEntriesOfTheSameCodeGrow() {
    store.create(run(1));
    store.acknowledge(id(1), ledger(5, entry("optimizer", 0, 5), entry("model", 0, 5)));
    store.acknowledge(id(1), ledger(9, entry("model", 0, 9), entry("optimizer", 6, 9), entry("data", 0, 9)));
    assertEquals(List.of(entry("data", 0, 9), entry("model", 0, 9), entry("optimizer", 0, 5), entry("optimizer", 6, 9)),
        store.ledger(id(1)));
    store.acknowledge(id(1), ledger(9, entry("data", 0, 4)));
    assertEquals(entry("data", 0, 9), store.ledger(id(1)).getFirst(), "the last step never goes back");
  }

  @Test
  void S2_otherCodeForTheSameStepsIsAnotherLedgerEntry() {
    store.create(run(1));
    LedgerEntry first = entry("model", 3, 9);
    Source newer = new Source(first.source().bundle(), "1.0.1", "ff", first.source().wiring());
    Source rewired = new Source(first.source().bundle(), first.source().version(), first.source().sha256(),
        new TreeMap<>());
    LedgerEntry upgraded = new LedgerEntry("model", 3, 5, first.part(), newer, "ada", "resume");
    LedgerEntry another = new LedgerEntry("model", 3, 7, "svm", first.source(), "ada", "withdrawn: slow");
    LedgerEntry wired = new LedgerEntry("model", 3, 7, first.part(), rewired, "ada", "resume");
    store.acknowledge(id(1), ledger(9, first));
    store.acknowledge(id(1), ledger(5, upgraded));
    store.acknowledge(id(1), ledger(7, another, wired));
    assertEquals(List.of(first, upgraded, another, wired), store.ledger(id(1)));
    LedgerEntry grown = new LedgerEntry("model", 3, 12, first.part(), newer, "eve", "other words");
    store.acknowledge(id(1), ledger(12, grown));
    assertEquals(List.of(first, new LedgerEntry("model", 3, 12, first.part(), newer, "ada", "resume"), another, wired),
        store.ledger(id(1)), "only the last step of the same code is raised");
  }

  @Test
  void S2_theFirstTimingOfAStepStays() {
    store.create(run(1));
    store.create(run(2));
    List<Timing> timings = List.of(new Timing(1, "fit", 0.5), new Timing(2, "fit", 0.25), new Timing(3, "fit", 1));
    store.acknowledge(id(1), new Progress(2, 9, List.of(), timings.subList(0, 2).reversed(), List.of()));
    List<Timing> again = List.of(new Timing(2, "fit", 8), timings.get(2));
    store.acknowledge(id(1), new Progress(3, 9, List.of(), again, List.of()));
    store.acknowledge(id(2), new Progress(3, 9, List.of(), again, List.of()));
    assertEquals(timings, store.timings(id(1)), "a step computed again after a resume counts once");
    assertEquals(again, store.timings(id(2)));
  }

  @Test
  void S2_anAcknowledgedStepIsNeverUnsaid() {
    store.create(run(1));
    store.acknowledge(id(1), progress(80, points(0, 80)));
    store.acknowledge(id(1), progress(51, List.of()));
    assertEquals(80, store.find(id(1)).orElseThrow().step(), "a resumed run recomputes steps that were acknowledged");
    assertEquals(80, store.points(id(1)).size());
  }

  @Test
  void S2_emptyProgressOnlySetsTheStep() {
    store.create(run(1));
    store.acknowledge(id(1), progress(3, List.of()));
    RunRow row = store.find(id(1)).orElseThrow();
    assertEquals(3, row.step());
    assertEquals(100, row.total());
    assertEquals(List.of(), store.points(id(1)));
  }

  @Test
  void S2_aHundredThousandPointsInOneCall() {
    store.create(run(1));
    List<Point> many = points(0, 100_000);
    store.acknowledge(id(1), progress(100_000, many));
    assertEquals(many, store.points(id(1)));
  }

  // ---- S4: what went in comes out, to the bit

  @Test
  void S4_everyDoubleComesBackBitForBit() throws Exception {
    double[] values = {0.0, -0.0, Double.NaN, Double.longBitsToDouble(0x7ff0000000000001L),
      Double.longBitsToDouble(0xfff8dead00000001L), Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE, -Double.MIN_NORMAL, 0.1, 1.0 / 3, 1e15, 9007199254740993.0, -1, Math.PI};
    store.create(run(1));
    List<Point> points = new ArrayList<>();
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Point(i, "s", "m", values[i]));
      timings.add(new Timing(i, "t", values[i]));
    }
    store.acknowledge(id(1), new Progress(9, 9, points, timings, List.of()));
    RunStore reader = another();
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      assertEquals(Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(reader.points(id(1)).get(i).value()));
      assertEquals(Double.doubleToRawLongBits(value),
          Double.doubleToRawLongBits(reader.timings(id(1)).get(i).seconds()));
      RunRow row = run(100 + i);
      store.create(new RunRow(row.id(), row.name(), "e", "s", RunState.RUNNING, 0, 1, T0, null, value, "d", "", ""));
      assertEquals(Double.doubleToRawLongBits(value),
          Double.doubleToRawLongBits(reader.find(row.id()).orElseThrow().seconds()));
    }
  }

  @Test
  void S4_everyFieldOfARunComesBack() throws Exception {
    RunRow row = run(1);
    store.create(row);
    assertEquals(row, store.find(row.id()).orElseThrow());
    assertEquals(row, store.find(row.name()).orElseThrow());
    RunRow ended = new RunRow(row.id(), "ignored", "ignored", "ignored", RunState.FAILED, 99, 99, T0.plusSeconds(9),
        T0.plusNanos(1), 12.25, "ignored", "rmse 0.12", "loss became NaN at step 5");
    store.update(ended);
    assertEquals(new RunRow(row.id(), row.name(), row.experiment(), row.source(), RunState.FAILED, row.step(),
        row.total(), row.created(), T0.plusNanos(1), 12.25, row.configDigest(), "rmse 0.12",
        "loss became NaN at step 5"), another().find(row.id()).orElseThrow());
  }

  @Test
  void S4_textInAnyScriptComesBack() {
    String text = "Zürich Ω naïve 跑步 🦦 \u0001\u007f\u2028 \"quoted\" 'single' %_? \\ \t\n end";
    RunRow row = run(1);
    store.create(new RunRow(row.id(), text, text, text, RunState.RUNNING, 0, 1, T0, null, 0, text, text, text));
    RunRow read = store.find(text).orElseThrow();
    assertEquals(List.of(text, text, text, text, text, text),
        List.of(read.name(), read.experiment(), read.source(), read.configDigest(), read.headline(), read.message()));
    Source source = new Source(text, text, text, new TreeMap<>(Map.of(text, text)));
    LedgerEntry entry = new LedgerEntry(text, 0, 1, text, source, text, text);
    Point point = new Point(1, text, text, 1);
    store.acknowledge(row.id(), new Progress(1, 1, List.of(point), List.of(new Timing(1, text, 1)), List.of(entry)));
    assertEquals(List.of(point), store.points(row.id()));
    assertEquals(List.of(entry), store.ledger(row.id()));
    assertEquals(text, store.timings(row.id()).getFirst().label());
  }

  @Test
  void S4_crashedIsSeenButNeverStored() {
    RunRow row = run(1);
    RunRow crashed = new RunRow(row.id(), row.name(), row.experiment(), row.source(), RunState.CRASHED, 0, 1, T0, null,
        0,
        "d", "", "");
    assertThrows(IllegalArgumentException.class, () -> store.create(crashed));
    store.create(row);
    assertThrows(IllegalArgumentException.class, () -> store.update(crashed));
    assertEquals(row, store.find(row.id()).orElseThrow());
  }
}
