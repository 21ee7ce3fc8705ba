package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Rehearsal;
import ansatz.backend.jvm.internal.emit.TwoForms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has kernels compiled, one lane at a time and then in vectors, in the background and those that take longest first, by a
 * thread that is there while there is something to do. What no open executable uses is left as it is.
 */
final class WarmUp {
  /** Tests of small programs do without. */
  private static final boolean ON = Boolean.parseBoolean(System.getProperty("ansatz.jvm.warmup", "true"));
  /** So many are rehearsed by turns: while one waits for the compiler, another comes to need it. */
  private static final int AT_A_TIME = 4;
  /** A run that spends less than this in a kernel gains nothing, in nanoseconds. */
  private static final double WORTH = 100;
  /** How much longer the pause gets with each turn: after many, all that is missing is the compiler's time. */
  private static final long NANOS_A_TURN = 125_000;
  private static final long LONGEST_PAUSE = 20_000_000;
  private static final long IDLE_MILLIS = 100;

  private static final class Candidate {
    final TwoForms forms;
    int users;
    double nanos; // that a run of all users spends in it
    boolean done;
    Rehearsal rehearsal;
    long due;

    Candidate(TwoForms forms) {
      this.forms = forms;
    }

    boolean isWanted() {
      return ON && !done && users > 0 && nanos >= WORTH;
    }
  }

  private final Map<TwoForms, Candidate> candidates = new HashMap<>();
  private final List<Candidate> begun = new ArrayList<>(); // the thread's own
  private Thread thread;

  /** Somebody is going to use a kernel, for so many nanoseconds a run. */
  synchronized void add(TwoForms forms, double nanos) {
    Candidate candidate = candidates.computeIfAbsent(forms, Candidate::new);
    candidate.users++;
    candidate.nanos += nanos;
    if (thread == null && candidate.isWanted()) {
      thread = Thread.ofPlatform().daemon().name("ansatz-tensor-warm-up").priority(Thread.MIN_PRIORITY)
          .start(this::work);
    }
    notifyAll();
  }

  /** Takes an {@link #add} back. */
  synchronized void remove(TwoForms forms, double nanos) {
    Candidate candidate = candidates.get(forms);
    candidate.users--;
    candidate.nanos -= nanos;
  }

  /** Ends the thread. */
  void stop() {
    Thread working;
    synchronized (this) {
      working = thread;
    }
    if (working != null) {
      working.interrupt();
      try {
        working.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt(); // it ends all the same, a moment later
      }
    }
  }

  private void work() {
    try {
      for (Candidate next = next(); next != null; next = next()) {
        turn(next);
      }
    } catch (InterruptedException _) {
      // the end, as asked for
    } finally {
      end();
    }
  }

  private synchronized void end() {
    if (thread != Thread.currentThread()) {
      return; // there was nothing left to do
    }
    begun.forEach(candidate -> {
      candidate.rehearsal.close();
      candidate.rehearsal = null;
    });
    begun.clear();
    thread = null;
  }

  /** The one whose turn it is; null where there has been nothing to do for a while. */
  private synchronized Candidate next() throws InterruptedException {
    begun.removeIf(candidate -> {
      boolean remove = !candidate.isWanted();
      if (remove) {
        candidate.rehearsal.close();
        candidate.rehearsal = null;
      }
      return remove;
    });
    Candidate fresh = fresh();
    if (fresh == null && begun.isEmpty()) {
      wait(IDLE_MILLIS);
      fresh = fresh();
    }
    if (fresh == null && begun.isEmpty()) {
      thread = null; // who adds something from now on starts another
      return null;
    }
    return fresh != null
        ? fresh
        : begun.stream().sorted(Comparator.comparingDouble(candidate -> -candidate.nanos)).limit(AT_A_TIME)
            .min(Comparator.comparingLong(candidate -> candidate.due)).orElse(null);
  }

  private Candidate fresh() {
    return candidates.values().stream().filter(candidate -> candidate.isWanted() && candidate.rehearsal == null)
        .max(Comparator.comparingDouble(candidate -> candidate.nanos)).orElse(null);
  }

  private void turn(Candidate candidate) throws InterruptedException {
    if (candidate.rehearsal == null) {
      candidate.done = true; // unless this succeeds
      candidate.rehearsal = new Rehearsal(candidate.forms);
      candidate.done = false;
      begun.add(candidate);
      candidate.rehearsal.begin();
      candidate.due = System.nanoTime();
      return;
    }
    long pause = candidate.due - System.nanoTime();
    if (pause > 0) {
      Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
    }
    candidate.done = candidate.rehearsal.turn();
    candidate.due = System.nanoTime() + Math.min(LONGEST_PAUSE, candidate.rehearsal.turns() * NANOS_A_TURN);
  }
}
