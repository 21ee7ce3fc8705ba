package ansatz.bench.ceiling;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a machine can do at most, on one thread and on several.
 *
 * @param peak float32 multiply-adds in registers, GFLOP/s
 * @param product float32 products of matrices 1024 x 1024 by OpenBLAS, GFLOP/s
 * @param triad a = b + s c over arrays that no cache holds, GB/s, 24 bytes an element
 * @param scalar elements a second of Math.exp and Math.tanh in plain loops, the geometric mean: work that is neither
 *          products nor memory
 */
public record Ceilings(int threads, double peak, double product, double triad, double scalar) {
  /** The ceilings of the machine on which the peers' figures were taken, on one thread and on two. */
  public static Ceilings published(int threads) {
    double scalar = 1e9 / Math.sqrt(4.4 * 9.7);
    return threads == 1 ? new Ceilings(1, 240, 158, 18.1, scalar) : new Ceilings(2, 475, 323, 34.4, scalar);
  }

  /** Measures this machine: a second or two. */
  public static Ceilings measure(int threads) {
    return new Ceilings(threads, together(threads, MultiplyAdd::gigaflops),
        together(threads, MatrixProduct::gigaflops), together(threads, Triad::gigabytes), Elementary.rate());
  }

  /** The sum of what several threads reach at once: the best of some attempts. */
  private static double together(int threads, Callable<Double> work) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      double best = 0;
      for (int attempt = 0; attempt < 5; attempt++) {
        double sum = 0;
        for (Future<Double> part : pool.invokeAll(Stream.generate(() -> work).limit(threads).toList())) {
          sum += part.get();
        }
        best = Math.max(best, sum);
      }
      return best;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** How often work fits a second: the best of repeated runs within 100 ms. */
  static double perSecond(Runnable work) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    long best = Long.MAX_VALUE;
    for (long from = System.nanoTime(); from < end;) {
      work.run();
      long now = System.nanoTime();
      best = Math.min(best, now - from);
      from = now;
    }
    return 1e9 / best;
  }
}
