package ansatz.runner.supervision.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Knows for how long a step has been going on, and tells when that is far longer than any step before:
 *
 * $$ t > \max(30\,\mathrm{s},\ 20 \max_i t_i) $$
 *
 * <p>It only looks while it is armed. A step costs two readings of the clock.
 */
public final class Watchdog implements AutoCloseable {
  /** System property: milliseconds that take the place of the limit, for tests. */
  public static final String LIMIT = "ansatz.hang.millis";

  private static final Duration SHORTEST = Duration.ofSeconds(30);
  /** Where no step has been seen yet, nobody knows how long one takes. */
  private static final Duration UNKNOWN = Duration.ofMinutes(10);
  private static final int TIMES_SLOWEST = 20;
  private static final long LOOK_MILLIS = 1_000;

  private final LongSupplier nanos;
  private final Optional<Duration> fixed;
  private final BiConsumer<Long, Duration> hangs;
  private volatile long slowest;
  private volatile boolean armed;
  private volatile boolean closed;
  /** The step under way and when it began; none between steps. */
  private volatile Step step;
  private Thread thread;

  private record Step(long number, long began) {}

  /**
   * @param nanos clock
   * @param slowest seconds of the slowest step of processes before
   * @param hangs told once a step, on a thread of its own: the step and its age
   */
  public Watchdog(LongSupplier nanos, double slowest, BiConsumer<Long, Duration> hangs) {
    this.nanos = nanos;
    this.slowest = (long) (slowest * 1e9);
    this.hangs = hangs;
    this.fixed = Optional.ofNullable(Long.getLong(LIMIT)).map(Duration::ofMillis);
  }

  public void begins(long number) {
    step = new Step(number, nanos.getAsLong());
  }

  public void ends() {
    Step ended = step;
    if (ended != null) {
      slowest = Math.max(slowest, nanos.getAsLong() - ended.began);
      step = null;
    }
  }

  /** What was watched was no step: it says nothing about how long one takes. */
  public void drops() {
    step = null;
  }

  public Duration slowest() {
    return Duration.ofNanos(slowest);
  }

  /** Whether to look at all. */
  public void arm(boolean now) {
    armed = now;
    if (now && thread == null) {
      thread = Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
    }
  }

  Duration limit() {
    return fixed.orElseGet(() -> slowest == 0
        ? UNKNOWN
        : Duration.ofNanos(Math.max(SHORTEST.toNanos(), TIMES_SLOWEST * slowest)));
  }

  /** How long the step under way has been going on; empty between steps. */
  public Optional<Duration> age() {
    return Optional.ofNullable(step).map(s -> Duration.ofNanos(nanos.getAsLong() - s.began));
  }

  /** Tells of a step that is over the limit. */
  void look() {
    Step now = step;
    if (armed && now != null) {
      Duration age = Duration.ofNanos(nanos.getAsLong() - now.began);
      if (age.compareTo(limit()) > 0 && step == now) {
        armed = false;
        hangs.accept(now.number, age);
      }
    }
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(Math.clamp(limit().toMillis() / 4, 1, LOOK_MILLIS));
      } catch (InterruptedException e) {
        return;
      }
      look();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
