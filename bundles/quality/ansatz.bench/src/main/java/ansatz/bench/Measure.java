package ansatz.bench;

import ansatz.backend.jvm.JvmBackend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Values;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Steps a second of the workloads named as arguments, what they consist of, and their first step's check. */
public final class Measure {
  private Measure() {}

  public static void main(String[] arguments) {
    for (String name : arguments.length == 0 ? new String[] {"W1", "W2"} : arguments) {
      measure(name, Workloads.of(name, DType.F32));
    }
  }

  private static void measure(String name, Workload workload) {
    long start = System.nanoTime();
    JvmBackend backend = new JvmBackend();
    try (Executable step = backend.compile(workload.program(), CompileOptions.DEFAULT.withState(workload.state()))) {
      System.out.printf(Locale.ROOT, "%s: compiled in %.0f ms, %s%n", name, (System.nanoTime() - start) / 1e6,
          backend.statistics());
      if (Boolean.getBoolean("check")) {
        check(workload, step.run(workload.inputs()));
      }
      Buffer[] inputs = workload.inputs().stream().map(backend::upload).toArray(Buffer[]::new);
      Buffer[] outputs = new Buffer[workload.program().outputs().size()];
      long end = System.nanoTime() + Long.getLong("seconds", 6) * 1_000_000_000;
      int runs = 0;
      double best = Double.MAX_VALUE;
      while (System.nanoTime() < end) {
        int group = Integer.getInteger("group", 100);
        long from = System.nanoTime();
        for (int i = 0; i < group; i++) {
          step.run(inputs, outputs);
          System.arraycopy(outputs, 0, inputs, 0, workload.state());
        }
        double each = (System.nanoTime() - from) / 1e3 / group;
        best = Math.min(best, each);
        runs += group;
        if (Integer.bitCount(runs / group) == 1) {
          System.out.printf(Locale.ROOT, "%7d runs: %.1f us%n", runs, each);
        }
      }
      System.out.printf(Locale.ROOT, "%.1f bytes allocated a step%n", allocated(() -> {
        for (int i = 0; i < 10 * Integer.getInteger("group", 100); i++) {
          step.run(inputs, outputs);
          System.arraycopy(outputs, 0, inputs, 0, workload.state());
        }
      }) / 10.0 / Integer.getInteger("group", 100));
      System.out.printf(Locale.ROOT, "%s: %.1f us a step at best, %.0f steps/s; loss %s%n", name, best, 1e6 / best,
          outputs[outputs.length - 1].read());
      System.out.println(step.explain());
      for (Buffer[] buffers : List.of(inputs, outputs)) {
        for (Buffer buffer : buffers) {
          buffer.close();
        }
      }
    }
    System.out.println("live bytes " + JvmBackend.liveBytes());
  }

  /** Bytes that all threads allocate meanwhile. */
  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    work.run();
    return threads.getTotalThreadAllocatedBytes() - before;
  }

  private static void check(Workload workload, List<Values> results) {
    List<Values> expected = new Interpreter(null).run(workload.program(), workload.inputs());
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      double scale = 0;
      double difference = 0;
      for (int k = 0; k < expected.get(i).size(); k++) {
        scale = Math.max(scale, Math.abs(expected.get(i).get(k)));
        difference = Math.max(difference, Math.abs(expected.get(i).get(k) - results.get(i).get(k)));
      }
      worst = Math.max(worst, difference / Math.max(scale, 1e-30));
    }
    System.out.printf(Locale.ROOT, "worst difference to plain loops, relative to the largest: %.2g%n", worst);
  }
}
