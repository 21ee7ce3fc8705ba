package ansatz.testkit;

import static ansatz.testkit.RunExamples.id;
import static ansatz.testkit.RunExamples.inParallel;
import static ansatz.testkit.RunExamples.points;
import static ansatz.testkit.RunExamples.progress;
import static ansatz.testkit.RunExamples.run;
import static ansatz.testkit.RunExamples.withName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Progress;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link RunStore} keeps where many write and read at once: S3 and S5. */
public abstract class SharedRunStoreContract extends AbstractRunStoreContract {
  // ---- S3: any number of openers

  @Test
  void S3_manyThreadsAndStoresWriteAtOnce() throws Exception {
    int writers = 6;
    int each = 30;
    List<RunStore> stores = List.of(store, another(), another());
    inParallel(writers, w -> () -> {
      RunStore mine = stores.get(w % stores.size());
      mine.create(run(w));
      for (int i = 0; i < each; i++) {
        mine.acknowledge(id(w), progress(i + 1, points(i, i + 1)));
      }
      return null;
    });
    for (int w = 0; w < writers; w++) {
      for (RunStore s : stores) {
        assertEquals(points(0, each), s.points(id(w)));
        assertEquals(each, s.find(id(w)).orElseThrow().step());
      }
    }
  }

  @Test
  void S3_ofManyThatTakeANameAtOnceOneGetsIt() throws Exception {
    List<RunStore> stores = List.of(store, another(), another(), another());
    List<Boolean> got = inParallel(stores.size(), i -> () -> {
      try {
        stores.get(i).create(withName(run(i), "brave-otter-7"));
        return true;
      } catch (RefusedException e) {
        return false;
      }
    });
    assertEquals(1, got.stream().filter(won -> won).count());
    assertEquals(1, store.list().size());
  }

  // ---- S5: reads see whole transactions and never wait

  @Test
  void S5_readersSeeOnlyWholeTransactionsAndNeverWaitForAWriter() throws Exception {
    store.create(run(1));
    store.acknowledge(id(1), progress(1, points(0, 1)));
    RunStore other = another();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Progress slow = progress(9, new AbstractList<>() {
      @Override
      public Point get(int i) {
        if (i == 7) {
          inside.countDown();
          await(release);
        }
        return points(1, 9).get(i);
      }

      @Override
      public int size() {
        return 8;
      }
    });
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> writing = thread.submit(() -> store.acknowledge(id(1), slow));
      try {
        await(inside);
        for (RunStore reader : List.of(store, other)) {
          assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(points(0, 1), reader.points(id(1)));
            assertEquals(1, reader.list().getFirst().step());
          });
        }
      } finally {
        release.countDown();
      }
      writing.get();
    }
    assertEquals(points(0, 9), other.points(id(1)));
  }

  @Test
  void S5_runsAreListedNewestFirst() {
    for (int i : new int[] {2, 3, 1}) {
      store.create(run(i));
    }
    assertEquals(Stream.of(3, 2, 1).map(RunExamples::run).toList(), store.list());
  }

  @Test
  void S5_aSoundStoreHasNoProblems() {
    assumeTrue(
        home.toFile().getUsableSpace() > home.toFile().getTotalSpace() / 8 && home.toFile().getUsableSpace() > 2L << 30,
        "skipped: this disk is too full to have no problems");
    store.create(run(1));
    assertEquals(List.of(), store.problems());
  }

  @Test
  void S5_anEmptyStoreAnswers() {
    assertEquals(List.of(), store.list());
    assertFalse(store.find("brave-otter-7").isPresent());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
