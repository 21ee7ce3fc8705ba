package ansatz.backend.jvm.internal.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of this process for tensor work, one a core with the caller. They claim tasks of a wave from a counter;
 * without work they spin for a while, then park. Who finds them busy does its wave alone: results do not depend on who
 * does what.
 */
public final class Workers {
  static final Workers POOL = new Workers(Integer.getInteger("ansatz.jvm.threads",
      Runtime.getRuntime().availableProcessors()));
  private static final long SPIN = 50_000;
  private static final int LOW = (1 << 20) - 1;

  private final Thread[] threads;
  private volatile boolean stopped = true;
  private final ReentrantLock use = new ReentrantLock();
  /** The number of the wave in the high 24 bits, then how many tasks it has and the next one in 20 bits each. */
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Wave wave;
  private volatile int parked;

  Workers(int count) {
    threads = new Thread[Math.max(0, count - 1)];
  }

  /** Ends the threads of this process; the next work that is shared starts others. */
  public static void stop() {
    POOL.end();
  }

  /** How many threads work, the caller's included. */
  int count() {
    return threads.length + 1;
  }

  private void start() {
    stopped = false;
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Thread.ofPlatform().daemon().name("ansatz-tensor-" + (i + 1)).start(this::work);
    }
  }

  void end() {
    use.lock();
    try {
      if (!stopped) {
        stopped = true;
        for (Thread thread : threads) {
          LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
          join(thread);
        }
      }
    } finally {
      use.unlock();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it ends all the same, a moment later
    }
  }

  /** Runs all tasks of a wave; the first error of a task is thrown when all are done. */
  void run(Wave work) {
    if (!work.isShared() || threads.length == 0 || use.isHeldByCurrentThread() || !use.tryLock()) {
      work.runAlone();
      return;
    }
    try {
      share(work);
    } finally {
      use.unlock();
    }
  }

  private void share(Wave work) {
    if (stopped) {
      start();
    }
    long number = (next.get() >>> 40) + 1;
    wave = work;
    open.set(work.tasks());
    next.set(number << 40 | (long) work.tasks() << 20);
    if (parked > 0) {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
    claim(number);
    long spun = System.nanoTime();
    while (open.get() > 0) {
      if (System.nanoTime() - spun < SPIN) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // a thread that has a task may be waiting for this core
      }
    }
    Wave.raise(failure.getAndSet(null));
  }

  private void claim(long number) {
    while (true) {
      long now = next.get();
      int task = (int) now & LOW;
      if (now >>> 40 != number || task >= ((int) (now >>> 20) & LOW)) {
        return;
      }
      if (next.compareAndSet(now, now + 1)) {
        try {
          wave.run(task); // the wave cannot end before this task does
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        } finally {
          open.decrementAndGet();
        }
      }
    }
  }

  private void work() {
    long done = 0;
    long idle = System.nanoTime();
    while (!stopped) {
      long number = next.get() >>> 40;
      if (number != done) {
        claim(number);
        done = number;
        idle = System.nanoTime();
      } else if (System.nanoTime() - idle < SPIN) {
        Thread.onSpinWait();
      } else {
        park(done);
        idle = System.nanoTime();
      }
    }
  }

  private synchronized void count(int change) {
    parked += change;
  }

  private void park(long done) {
    count(1);
    try {
      if (next.get() >>> 40 == done && !stopped) {
        LockSupport.park(this);
      }
    } finally {
      count(-1);
    }
  }
}
