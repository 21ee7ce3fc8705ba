package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import ansatz.natives.openblas.Cblas;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntFunction;

/**
 * GFLOP/s of the products and convolutions of small networks: OpenBLAS, oneDNN's sgemm, its matmul with B row-major and
 * with B packed before. One thread, and two of ours on halves of the rows of C (of the batch in convolutions).
 *
 * <p>Run {@code main} on a quiet machine; arguments select the lines that contain one of them.
 */
final class NativeBench {
  private static final int SAMPLES = 11;
  private static final long SAMPLE_NANOS = 15_000_000;

  /** A product as one of two halves does it, or the whole. */
  private record Product(String name, boolean ta, boolean tb, int m, int n, int k) {
    double flops() {
      return 2.0 * m * n * k;
    }

    Product half() {
      return new Product(name, ta, tb, (m + 1) / 2, n, k);
    }
  }

  private NativeBench() {}

  public static void main(String... only) throws Exception {
    System.out.println(OneDnn.instructionSet() + "; medians of " + SAMPLES + " samples");
    for (int round = 0; round < 3; round++) {
      product(new Product("warm-up", false, false, 16, 16, 16), "warm-up");
    }
    System.out.printf("%-42s | 1 thread: OpenBLAS, dnnl_sgemm, matmul, packed | 2 threads%n", "GFLOP/s");
    dense("W2", 128, 784, 512, only);
    dense("W2", 128, 512, 256, only);
    dense("W2", 128, 256, 10, only);
    dense("W1", 128, 64, 64, only);
    dense("W1", 128, 2, 64, only);
    dense("W8", 256, 64, 64, only);
    dense("W5", 2048, 128, 128, only);
    dense("W5", 2048, 128, 384, only);
    dense("W5", 2048, 128, 512, only);
    dense("W5", 2048, 512, 128, only);
    dense("W5", 2048, 128, 96, only);
    product(new Product("W5 scores of a head", false, true, 128, 128, 32), only);
    product(new Product("W5 values of a head", false, false, 128, 32, 128), only);
    dense("W6", 32, 160, 512, only);
    dense("W6", 32, 128, 512, only);
    dense("W3", 128, 400, 120, only);
    dense("W4", 64, 4096, 128, only);
    for (int n : new int[] {8, 16, 24, 32, 48, 64, 100, 128, 256, 1024}) {
      product(new Product("square " + n, false, false, n, n, n), only);
      product(new Product("square " + n + ", B transposed", false, true, n, n, n), only);
    }
    System.out.printf(
        "%-42s | 1 thread: forward, by x, by w | 2 threads | channels last, 1 thread | row-major, 1 thread%n",
        "convolution");
    convolution("W3 1->6", ConvolutionShape.square(128, 1, 6, 28, 28, 5, 1, 2), only);
    convolution("W3 6->16", ConvolutionShape.square(128, 6, 16, 14, 14, 5, 1, 0), only);
    convolution("W4 3->32", ConvolutionShape.square(64, 3, 32, 32, 32, 3, 1, 1), only);
    convolution("W4 32->32", ConvolutionShape.square(64, 32, 32, 32, 32, 3, 1, 1), only);
    convolution("W4 32->64", ConvolutionShape.square(64, 32, 64, 16, 16, 3, 1, 1), only);
    convolution("W4 64->64", ConvolutionShape.square(64, 64, 64, 16, 16, 3, 1, 1), only);
    convolution("B5 1->32", ConvolutionShape.square(64, 1, 32, 28, 28, 3, 1, 1), only);
  }

  private static boolean selected(String name, String... only) {
    return only.length == 0 || Arrays.stream(only).anyMatch(name::contains);
  }

  /** Y = X W and the products of its gradients. */
  private static void dense(String name, int batch, int in, int out, String... only) throws Exception {
    String shape = " [" + batch + "," + in + "]x[" + in + "," + out + "]";
    product(new Product(name + shape + " forward", false, false, batch, out, in), only);
    product(new Product(name + shape + " dX", false, true, batch, in, out), only);
    product(new Product(name + shape + " dW", true, false, in, out, batch), only);
  }

  private static void product(Product whole, String... only) throws Exception {
    if (!selected(whole.name, only)) {
      return;
    }
    StringBuilder line = new StringBuilder(String.format("%-42s", whole.name));
    for (int threads = 1; threads <= 2; threads++) {
      Product part = threads == 1 ? whole : whole.half();
      line.append(" |");
      try (Arena arena = Arena.ofShared();
          MatMul plain = matMul(part, false, whole.m);
          MatMul packed = matMul(part, true, whole.m)) {
        MemorySegment a = fill(arena.allocate(8L * whole.m * whole.k, 64));
        MemorySegment b = fill(arena.allocate(2 * Math.max(packed.b().bytes(), 4L * whole.n * whole.k), 64));
        MemorySegment c = arena.allocate(8L * whole.m * whole.n, 64);
        line.append(rate(threads, part.flops() * threads, t -> () -> openBlas(part, whole.m, a, b, c, t)));
        line.append(rate(threads, part.flops() * threads, t -> () -> sgemm(part, whole.m, a, b, c, t)));
        for (MatMul product : new MatMul[] {plain, packed}) {
          MemorySegment scratch = arena.allocate(2 * product.scratchpadBytes() + 64, 64);
          line.append(rate(threads, part.flops() * threads, t -> () -> product.execute(a, aOffset(part, t), b, 0, c,
              4L * t * part.m * part.n, scratch, t * product.scratchpadBytes())));
        }
      }
    }
    System.out.println(line);
  }

  /** Rows of op(A) of the second half: columns of A where it is transposed. */
  private static long aOffset(Product part, int half) {
    return 4L * half * part.m * (part.ta ? 1 : part.k);
  }

  private static void openBlas(Product p, int rows, MemorySegment a, MemorySegment b, MemorySegment c, int half) {
    Cblas.sgemm(p.ta, p.tb, p.m, p.n, p.k, 1, a, aOffset(p, half), p.ta ? rows : p.k, b, 0, p.tb ? p.k : p.n, 0, c,
        4L * half * p.m * p.n, p.n);
  }

  private static void sgemm(Product p, int rows, MemorySegment a, MemorySegment b, MemorySegment c, int half) {
    OneDnn.sgemm(p.ta, p.tb, p.m, p.n, p.k, 1, a, aOffset(p, half), p.ta ? rows : p.k, b, 0, p.tb ? p.k : p.n, 0,
        c, 4L * half * p.m * p.n, p.n);
  }

  private static MatMul matMul(Product p, boolean packed, int rows) {
    Layout a = p.ta ? Layout.strided(new long[] {p.m, p.k}, new long[] {1, rows}) : Layout.of(p.m, p.k);
    Layout b = p.tb ? Layout.strided(new long[] {p.k, p.n}, new long[] {1, p.k}) : Layout.of(p.k, p.n);
    return MatMul.of(a, packed ? Layout.any(p.k, p.n) : b, Layout.of(p.m, p.n), Epilogue.NONE);
  }

  private static void convolution(String name, ConvolutionShape whole, String... only) throws Exception {
    if (!selected(name, only)) {
      return;
    }
    StringBuilder line = new StringBuilder(String.format("%-42s", name));
    ConvolutionShape half = new ConvolutionShape(whole.batch() / 2, whole.groups(), whole.inputs(), whole.outputs(),
        whole.size(), whole.kernel(), whole.stride(), whole.dilation(), whole.padLow(), whole.padHigh());
    StringBuilder codes = new StringBuilder();
    for (Order order : Order.values()) {
      for (int threads = 1; threads <= (order == Order.ANY ? 2 : 1); threads++) {
        line.append(" |");
        for (Convolution.Direction direction : Convolution.Direction.values()) {
          try (Convolution convolution = convolution(direction, threads == 2 ? half : whole, order)) {
            line.append(rate(convolution, threads, whole.flops()));
            codes.append(threads == 1
                ? "\n   " + order + " " + direction + ": " + convolution.implementation() + ", "
                    + convolution.x() + " * " + convolution.w() + " to " + convolution.y()
                : "");
          }
        }
      }
    }
    System.out.println(line + "" + codes);
  }

  /** How x and y lie; w always as the library likes. */
  private enum Order {
    ANY, CHANNELS_LAST, ROW_MAJOR;

    Layout layout(long[] shape) {
      return switch (this) {
        case ANY -> Layout.any(shape);
        case CHANNELS_LAST -> Layout.strided(shape,
            new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]});
        case ROW_MAJOR -> Layout.of(shape);
      };
    }
  }

  private static Convolution convolution(Convolution.Direction direction, ConvolutionShape shape, Order order) {
    Layout x = order.layout(shape.x());
    Layout w = Layout.any(shape.w());
    Layout y = order.layout(shape.y());
    return switch (direction) {
      case FORWARD -> Convolution.forward(shape, x, w, y, Epilogue.NONE);
      case BACKWARD_DATA -> Convolution.backwardData(shape, x, w, y);
      case BACKWARD_WEIGHTS -> Convolution.backwardWeights(shape, x, w, y);
    };
  }

  private static String rate(Convolution convolution, int threads, double flops) throws Exception {
    long x = convolution.x().bytes();
    long w = convolution.w().bytes();
    long y = convolution.y().bytes();
    long s = convolution.scratchpadBytes();
    try (Arena arena = Arena.ofShared()) {
      MemorySegment xs = fill(arena.allocate(x * threads, 64));
      MemorySegment ws = fill(arena.allocate(w * threads, 64));
      MemorySegment ys = fill(arena.allocate(y * threads, 64));
      MemorySegment scratch = arena.allocate(s * threads + 64, 64);
      return rate(threads, flops, t -> () -> convolution.execute(xs, t * x, ws, t * w, ys, t * y, scratch, t * s));
    }
  }

  private static MemorySegment fill(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); i += 4) {
      segment.set(JAVA_FLOAT, i, (i % 1021 - 510) / 510f);
    }
    return segment;
  }

  /** Median over samples of what all threads together do; they start each sample together. */
  private static String rate(int threads, double flops, IntFunction<Runnable> work) throws Exception {
    Runnable first = work.apply(0);
    long calls = 1;
    for (long nanos = 0; nanos < SAMPLE_NANOS; calls *= 2) {
      nanos = nanos(first, calls);
    }
    long perSample = calls / 2;
    if (nanos(first, 1) > SAMPLES * SAMPLE_NANOS) {
      return String.format(Locale.ROOT, " %6.1f", flops / nanos(first, 1));
    }
    double[] rates = new double[SAMPLES];
    CyclicBarrier start = new CyclicBarrier(threads);
    CyclicBarrier end = new CyclicBarrier(threads);
    Runnable second = threads == 2 ? work.apply(1) : first;
    Thread other = Thread.ofPlatform().start(() -> {
      for (int i = 0; threads == 2 && i < SAMPLES; i++) {
        together(start);
        nanos(second, perSample);
        together(end);
      }
    });
    for (int i = 0; i < SAMPLES; i++) {
      together(start);
      long from = System.nanoTime();
      nanos(first, perSample);
      together(end);
      rates[i] = flops * perSample / (System.nanoTime() - from);
    }
    other.join();
    Arrays.sort(rates);
    return String.format(Locale.ROOT, " %6.1f", rates[SAMPLES / 2]);
  }

  private static void together(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long nanos(Runnable work, long calls) {
    long from = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      work.run();
    }
    return System.nanoTime() - from;
  }
}
