package ansatz.bench.race;

import ansatz.bench.Workload;
import ansatz.tensor.Backend;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Executable;
import ansatz.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A workload's program compiled by a backend, its state in place. */
final class CompiledStep implements TrainingStep {
  private static final Pattern OUTSIDE = Pattern.compile("outside generated and native kernels: (\\d+)");
  private static final Pattern BY_HAND = Pattern.compile("by loops written by hand: (.*)");

  private final double compileSeconds;
  private final Executable executable;
  private final int state;
  private final Buffer[] inputs;
  private final Buffer[] outputs;

  CompiledStep(Backend backend, Workload workload, List<Values> values) {
    long start = System.nanoTime();
    executable = backend.compile(workload.program(), CompileOptions.DEFAULT.withState(workload.state()));
    compileSeconds = (System.nanoTime() - start) / 1e9;
    state = workload.state();
    inputs = values.stream().map(backend::upload).toArray(Buffer[]::new);
    outputs = new Buffer[workload.program().outputs().size()];
  }

  @Override
  public void run() {
    executable.run(inputs, outputs);
    System.arraycopy(outputs, 0, inputs, 0, state);
  }

  @Override
  public double runForLoss() {
    run();
    return outputs[outputs.length - 1].read().get(0);
  }

  @Override
  public String about() {
    String explained = executable.explain();
    return String.format(Locale.ROOT, "compiled in %.2f s, %s nodes outside kernels, by loops written by hand %s",
        compileSeconds, find(OUTSIDE, explained), find(BY_HAND, explained));
  }

  private static String find(Pattern pattern, String explained) {
    Matcher matcher = pattern.matcher(explained);
    return matcher.find() ? matcher.group(1) : "all";
  }

  @Override
  public void close() {
    executable.close();
    Arrays.stream(inputs).forEach(Buffer::close);
    Arrays.stream(outputs).skip(state).filter(output -> output != null).forEach(Buffer::close);
  }
}
