package ansatz.testkit;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Point;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs, points and ledgers for the contracts of what stores them. */
final class RunExamples {
  static final Instant T0 = Instant.parse("2026-01-31T10:15:02.123456789Z");

  private RunExamples() {}

  static String id(int i) {
    return "r-20260131-101502-%04x".formatted(i);
  }

  static RunRow run(int i) {
    return new RunRow(id(i), "brave-otter-" + i, "compare", "/home/ada/compare.yaml", RunState.RUNNING, 0, 100,
        T0.plusMillis(i), null, 0, "c0ffee", "", "");
  }

  static RunRow withId(RunRow r, String id) {
    return new RunRow(id, r.name(), r.experiment(), r.source(), r.state(), r.step(), r.total(), r.created(), r.ended(),
        r.seconds(), r.configDigest(), r.headline(), r.message());
  }

  static RunRow withName(RunRow r, String name) {
    return new RunRow(r.id(), name, r.experiment(), r.source(), r.state(), r.step(), r.total(), r.created(), r.ended(),
        r.seconds(), r.configDigest(), r.headline(), r.message());
  }

  static List<Point> points(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Point(i, "ridge/fold-" + i % 5, "rmse", 1.0 / (i + 1))).toList();
  }

  static Progress progress(long step, List<Point> points) {
    return new Progress(step, 100, points, List.of(), List.of());
  }

  static Progress ledger(long step, LedgerEntry... entries) {
    return new Progress(step, 100, List.of(), List.of(), List.of(entries));
  }

  static LedgerEntry entry(String slot, long from, long to) {
    TreeMap<String, String> wiring = new TreeMap<>();
    wiring.put("ansatz.learn@1.0.0", "ab");
    wiring.put("ansatz.linalg@1.0.0", "cd");
    return new LedgerEntry(slot, from, to, "ridge", new Source("ansatz.regression", "1.0.0", "ef", wiring), "ada",
        "start");
  }

  /** A list that breaks when its second element is asked for. */
  static <T> List<T> failingAfter(T first) {
    return new AbstractList<>() {
      @Override
      public T get(int i) {
        if (i == 0) {
          return first;
        }
        throw new IllegalStateException("halfway");
      }

      @Override
      public int size() {
        return 2;
      }
    };
  }

  static <T> List<T> inParallel(int n, IntFunction<Callable<T>> task) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(n)) {
      List<T> results = new ArrayList<>();
      for (Future<T> f : threads.invokeAll(IntStream.range(0, n).mapToObj(task).toList())) {
        results.add(f.get());
      }
      return results;
    }
  }

  static Source source(String bundle, String version) {
    TreeMap<String, String> wiring = new TreeMap<>();
    wiring.put("ansatz.learn@1.0.0", "ab");
    wiring.put("ansatz.linalg@1.0.0", "cd");
    return new Source(bundle, version, "ef" + version, wiring);
  }

  /** A change of the slot {@code model} after a step; a refusal names no checkpoint. */
  static Swap swap(long step, Swap.Kind kind, String checkpoint) {
    return new Swap(step, "model", kind, "ridge", source("ansatz.regression", "1.0.0"), "ridge",
        source("ansatz.regression", "1.0.1"), true, "ada", "faster", "5 steps in the shadow", checkpoint,
        checkpoint.isEmpty() ? "" : "c0de");
  }
}
