package ansatz.runner.control.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Replacement;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import ansatz.experiment.Work;
import ansatz.learn.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** A run without a store: a hundred steps that do nothing but count, and slots that say what they are filled with. */
public final class PlainBoundary implements StepBoundary {
  public final Counting work = new Counting(100, _ -> List.of());
  final List<String> events = new ArrayList<>();
  final List<Swap> guarded = new ArrayList<>();
  final List<Swap> recorded = new ArrayList<>();
  RuntimeException failure;
  /** What a commit waits for; null for nothing. */
  CompletableFuture<?> hangs;
  double slowest;

  @Override
  public RunRow row() {
    return new RunRow("r-1", "brave-otter-7", "toy", "toy.yaml", RunState.RUNNING, work.done(), 100, Instant.EPOCH,
        null, 0, "abc", "", "");
  }

  @Override
  public Work work() {
    return work;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(1, "abc", "def", work.done(), new TreeMap<>(), work.snapshot());
  }

  @Override
  public byte[] encode(Snapshot snapshot) {
    return new byte[] {(byte) snapshot.step()};
  }

  @Override
  public void checkpoint() {
    events.add("checkpoint " + work.done());
  }

  @Override
  public void stop() {
    events.add("stop " + work.done());
  }

  @Override
  public Swap commit(Replacement replacement, Swap.Kind kind, String detail) {
    if (failure != null) {
      throw failure;
    }
    if (hangs != null) {
      hangs.join();
    }
    events.add("commit " + replacement.slot() + "=" + replacement.part() + " " + work.done());
    Swap swap = new Swap(work.done(), replacement.slot(), kind, "old", source("zoo", "1.0.0"), "new",
        source("zoo", "1.0.1"), replacement.provisional(), replacement.who(), replacement.why(), detail, "c", "d");
    guarded.add(swap);
    return swap;
  }

  @Override
  public Swap undo(String slot, String who, String why) {
    events.add("undo " + slot + " " + work.done());
    return new Swap(work.done(), slot, Swap.Kind.UNDONE, "new", source("zoo", "1.0.1"), "old", source("zoo", "1.0.0"),
        false, who, why, "", "", "");
  }

  @Override
  public List<Swap> guarded() {
    return guarded;
  }

  @Override
  public List<Swap> recorded() {
    return recorded;
  }

  @Override
  public double slowestStep() {
    return slowest;
  }

  @Override
  public void refuse(Replacement replacement, String why, String detail) {
    events.add("refuse " + replacement.slot() + "=" + replacement.part() + ": " + why);
  }

  public static Source source(String bundle, String version, String... wiring) {
    TreeMap<String, String> wires = new TreeMap<>();
    List.of(wiring).forEach(w -> wires.put(w, "ab"));
    return new Source(bundle, version, "0123456789abcdef", wires);
  }

  /** Steps that give made-up points; higher {@code r2} and lower {@code rmse} are better. */
  public static final class Counting implements Work {
    final TreeSet<String> busy = new TreeSet<>();
    final TreeSet<String> folding = new TreeSet<>();
    private final long total;
    private final LongFunction<List<Point>> points;
    private long done;

    public Counting(long total, LongFunction<List<Point>> points) {
      this.total = total;
      this.points = points;
    }

    @Override
    public long done() {
      return done;
    }

    @Override
    public long total() {
      return total;
    }

    @Override
    public boolean finished() {
      return done == total;
    }

    @Override
    public List<String> slots() {
      return List.of("linalg", "model.ridge");
    }

    @Override
    public StepReport step() {
      List<Point> given = points.apply(done + 1);
      done++;
      return new StepReport(done, "toy", slots(), given, false);
    }

    @Override
    public State snapshot() {
      return new State(1, Map.of(), Map.of("done", done));
    }

    @Override
    public void restore(State snapshot) {
      done = snapshot.integer("done");
    }

    @Override
    public List<Lease<?>> leases() {
      return List.of(new Held("linalg", "jblas", source("ansatz.linalg.jblas", "1.0.0", "ansatz.native.jblas@1.0.0")),
          new Held("model.ridge", "ridge", source("ansatz.regression", "1.0.0")));
    }

    @Override
    public List<String> renewLeases() {
      return List.of();
    }

    @Override
    public Optional<String> waitsFor(String slot, Moment moment) {
      if (leases().stream().noneMatch(l -> l.slot().equals(slot))) {
        throw new ConfigException("no slot '" + slot + "', there are linalg, model.ridge");
      }
      return (moment == Moment.FOLD ? folding : busy).contains(slot) ? Optional.of("ridge fold 2/3") : Optional.empty();
    }

    @Override
    public void restart(String slot) {}

    @Override
    public Lease<?> replace(String slot, String part) {
      throw new RefusedException("not here");
    }

    @Override
    public Optional<Boolean> higherIsBetter(String metric) {
      return Optional.ofNullable(Map.of("r2", true, "rmse", false).get(metric));
    }

    @Override
    public Map<String, Object> facts() {
      return Map.of("fingerprint", "def");
    }

    @Override
    public Outcome outcome() {
      throw new IllegalStateException("nothing came out");
    }

    @Override
    public void close() {}
  }

  private record Held(String slot, String name, Source source) implements Lease<Runnable> {
    @Override
    public Class<Runnable> kind() {
      return Runnable.class;
    }

    @Override
    public Runnable service() {
      return () -> {};
    }

    @Override
    public boolean valid() {
      return true;
    }

    @Override
    public void close() {}
  }
}
