package ansatz.bench;

import ansatz.backend.jvm.JvmBackend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/**
 * Milliseconds from the start of the process to the first step of a workload and to its thousandth, and the seconds of
 * stepping until steps take what they will.
 */
public final class Start {
  private static final Instant BEGAN = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  private static final int STEPS = 1000;

  private Start() {}

  public static void main(String[] arguments) {
    String name = arguments.length == 0 ? "W2" : arguments[0];
    long budget = Long.getLong("seconds", 6) * 1_000_000_000;
    tell(name + ": main begins");
    JvmBackend backend = new JvmBackend();
    Workload workload = Workloads.of(name, DType.F32);
    tell("the program is traced");
    try (Executable step = backend.compile(workload.program(), CompileOptions.DEFAULT.withState(workload.state()))) {
      tell("compiled");
      Buffer[] inputs = workload.inputs().stream().map(backend::upload).toArray(Buffer[]::new);
      Buffer[] outputs = new Buffer[workload.program().outputs().size()];
      long begun = System.nanoTime();
      long[] ends = new long[1 << 20];
      int steps = 0;
      while (steps < STEPS || System.nanoTime() - begun < budget && steps < ends.length) {
        step.run(inputs, outputs);
        System.arraycopy(outputs, 0, inputs, 0, workload.state());
        ends[steps++] = System.nanoTime() - begun;
        if (steps == 1 || steps == 10 || steps == 100 || steps == STEPS) {
          tell("step " + steps);
        }
      }
      settled(Arrays.copyOf(ends, steps));
      for (Buffer[] buffers : new Buffer[][] {inputs, outputs}) {
        for (Buffer buffer : buffers) {
          buffer.close();
        }
      }
    }
    System.out.println(backend.statistics());
  }

  /** When steps begin to take at most 1.1 times what they take in the end, by medians of 20. */
  private static void settled(long[] ends) {
    int groups = ends.length / 20;
    double[] medians = new double[groups];
    for (int group = 0; group < groups; group++) {
      long[] each = new long[20];
      for (int i = 0; i < 20; i++) {
        int at = group * 20 + i;
        each[i] = ends[at] - (at == 0 ? 0 : ends[at - 1]);
      }
      Arrays.sort(each);
      medians[group] = each[10] / 1e3;
    }
    double[] last = Arrays.copyOfRange(medians, groups / 2, groups);
    Arrays.sort(last);
    double median = last[last.length / 2];
    int group = 0;
    while (group < groups && medians[group] > 1.1 * median) {
      group++;
    }
    System.out.printf(Locale.ROOT, "%d steps, in the end %.1f us each; within 10 %% of it after %d steps, %.2f s%n",
        ends.length, median, group * 20, group == 0 ? 0 : ends[Math.min(group * 20, ends.length) - 1] / 1e9);
  }

  private static void tell(String what) {
    System.out.printf(Locale.ROOT, "%6d ms  %s%n", ChronoUnit.MILLIS.between(BEGAN, Instant.now()), what);
  }
}
