package ansatz.bench;

import ansatz.backend.jvm.JvmBackend;
import ansatz.bench.workload.Adam;
import ansatz.bench.workload.Mlp;
import ansatz.tensor.Activations;
import ansatz.tensor.Buffer;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.DType;
import ansatz.tensor.Executable;
import ansatz.tensor.Function;
import ansatz.tensor.Losses;
import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** What compiling, second derivatives, gradients of each example and old moments cost, beside the goals for them. */
public final class Costs {
  private static final int BATCH = 128;
  private static final int[] W2 = {784, 512, 256, 10};
  private static final int[] SMALL = {784, 128, 10};

  private Costs() {}

  public static void main(String[] arguments) {
    compileTimes();
    secondDerivative();
    gradientsOfExamples();
    oldMoments();
  }

  private static void line(String what, double measured, double goal) {
    System.out.printf(Locale.ROOT, "| %s | %.3g | <= %.3g | %s |%n", what, measured, goal,
        measured <= goal ? "met" : "missed");
  }

  /** Of the first programs of this process, and how many classes of kernels W5 asks for. */
  private static void compileTimes() {
    System.out.printf("| | measured | goal | |%n|---|---|---|---|%n");
    for (String name : List.of("W2", "W5")) {
      Workload workload = Workloads.of(name, DType.F32);
      JvmBackend backend = new JvmBackend();
      double goal = name.equals("W2") ? 0.3 : 3;
      for (String when : List.of("first", "again")) {
        long start = System.nanoTime();
        backend.compile(workload.program(), CompileOptions.DEFAULT.withState(workload.state())).close();
        line("compile " + name + ", " + when + ", s", (System.nanoTime() - start) / 1e9, goal);
      }
      if (name.equals("W5")) {
        line("kernel classes of W5", Double.parseDouble(backend.statistics().replaceAll(".*?(\\d+) generated.*", "$1")),
            40);
      }
    }
  }

  /** The Hessian of W2's loss times a vector, against its gradient. */
  private static void secondDerivative() {
    List<TensorType> parameters = parameters(W2);
    Function gradient = Transforms.gradients(loss(parameters.size()), IntStream.range(0, parameters.size()).toArray());
    List<TensorType> data = List.of(TensorType.of(DType.F32, BATCH, W2[0]), TensorType.of(DType.I32, BATCH));
    double once = seconds(gradient, joined(parameters, data));
    double twice = seconds(in -> {
      List<Tensor> arguments = in.subList(0, parameters.size() + data.size());
      List<Tensor> tangents = new ArrayList<>(in.subList(arguments.size(), in.size()));
      tangents.addAll(Collections.nCopies(data.size(), null));
      return Transforms.jvp(gradient, arguments, tangents).tangents();
    }, joined(joined(parameters, data), parameters));
    line("Hessian of W2 times a vector / gradient", twice / once, 2.5);
  }

  /** Of an MLP 784-128-10: against writing as much, and their norms against the gradient of the batch. */
  private static void gradientsOfExamples() {
    List<TensorType> parameters = parameters(SMALL);
    int count = parameters.size();
    Function gradient = Transforms.gradients(loss(count), IntStream.range(0, count).toArray());
    List<TensorType> inputs = joined(parameters,
        List.of(TensorType.of(DType.F32, BATCH, SMALL[0]), TensorType.of(DType.I32, BATCH)));
    int[] axes = new int[count + 2];
    Arrays.fill(axes, 0, count, -1);
    Function each = Transforms.vmap(in -> {
      List<Tensor> one = new ArrayList<>(in.subList(0, count));
      one.add(in.get(count).expand(0));
      one.add(in.get(count + 1).expand(0));
      return gradient.apply(one);
    }, axes);
    long bytes = BATCH * parameters.stream().mapToLong(TensorType::bytes).sum();
    line("gradients of 128 examples / writing them", seconds(each, inputs) / secondsToWrite(bytes), 2);
    double norms = seconds(in -> {
      List<Tensor> squares = each.apply(in).stream().map(g -> g.square().reshape(BATCH, -1).sum(1)).toList();
      return List.of(squares.stream().reduce(Tensor::add).orElseThrow().sqrt());
    }, inputs);
    line("norms of the gradients of 128 examples / gradient of the batch", norms / seconds(gradient, inputs), 3);
  }

  /** Adam on 535,818 parameters: its steps after 5,000 without gradients, against its first. */
  private static void oldMoments() {
    TensorType type = TensorType.of(DType.F32, 535_818);
    Program program = Program.trace(in -> Adam.update(in.subList(0, 4), in.subList(4, 5)),
        List.of(type, type, type, TensorType.of(DType.F32), type));
    JvmBackend backend = new JvmBackend();
    try (Executable step = backend.compile(program, CompileOptions.DEFAULT.withState(4))) {
      Buffer[] inputs = program.inputTypes().stream().map(t -> backend.upload(random(t))).toArray(Buffer[]::new);
      Buffer[] outputs = new Buffer[4];
      inputs[2].write(Values.zeros(type)); // a second moment is not negative
      inputs[3].write(Values.scalar(DType.F32, 0));
      median(step, inputs, outputs, 4, 2000); // compiled
      double first = median(step, inputs, outputs, 4, 300);
      inputs[4].write(Values.zeros(type));
      median(step, inputs, outputs, 4, 5000);
      line("Adam after 5,000 steps without gradients / before", median(step, inputs, outputs, 4, 300) / first, 1.1);
      Arrays.stream(inputs).forEach(Buffer::close);
    }
  }

  private static List<TensorType> parameters(int[] widths) {
    List<TensorType> types = new ArrayList<>();
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      types.add(TensorType.of(DType.F32, widths[layer], widths[layer + 1]));
      types.add(TensorType.of(DType.F32, widths[layer + 1]));
    }
    return types;
  }

  /** The mean cross-entropy of (parameters, x, labels). */
  private static Function loss(int parameters) {
    return in -> List.of(Losses.crossEntropy(
        Mlp.dense(in.subList(0, parameters), in.get(parameters), Activations::relu), in.get(parameters + 1)).mean());
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** The median time of a function that is compiled, when the JVM has done what it can. */
  private static double seconds(Function f, List<TensorType> types) {
    Program program = Program.trace(f, types);
    JvmBackend backend = new JvmBackend();
    try (Executable executable = backend.compile(program)) {
      Buffer[] inputs = types.stream().map(type -> backend.upload(random(type))).toArray(Buffer[]::new);
      Buffer[] outputs = new Buffer[program.outputs().size()];
      median(executable, inputs, outputs, 0, 1000);
      double seconds = median(executable, inputs, outputs, 0, 500);
      Arrays.stream(inputs).forEach(Buffer::close);
      Arrays.stream(outputs).forEach(Buffer::close);
      return seconds;
    }
  }

  private static double median(Executable executable, Buffer[] inputs, Buffer[] outputs, int state, int runs) {
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      executable.run(inputs, outputs);
      seconds[i] = (System.nanoTime() - start) / 1e9;
      System.arraycopy(outputs, 0, inputs, 0, state);
    }
    Arrays.sort(seconds);
    return seconds[runs / 2];
  }

  /** Of so many bytes, the cores side by side. */
  private static double secondsToWrite(long bytes) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(bytes, 64);
      double[] seconds = new double[200];
      for (int i = 0; i < seconds.length; i++) {
        byte value = (byte) i;
        long start = System.nanoTime();
        IntStream.range(0, threads).parallel().forEach(
            t -> memory.asSlice(bytes / threads * t, bytes / threads).fill(value));
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      Arrays.sort(seconds);
      return seconds[seconds.length / 2];
    }
  }

  private static Values random(TensorType type) {
    Random random = new Random(7);
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      values.set(i, type.dtype() == DType.I32 ? random.nextInt(10) : 0.05 * random.nextGaussian());
    }
    return values;
  }
}
