package ansatz.tensor;

import java.util.List;
import java.util.function.Consumer;

/** A compiled program with the memory that it needs between inputs and outputs. One run at a time. */
public interface Executable extends AutoCloseable {
  Program program();

  /**
   * Runs once, without allocation. Inputs that the options donate are consumed: their memory comes back as the output
   * they are aliased to, and {@code outputs[i]} is that buffer afterwards. Other outputs are written into the buffers
   * given there, made where null.
   */
  void run(Buffer[] inputs, Buffer[] outputs);

  /** Runs once on plain values: for tests and for first steps. */
  List<Values> run(List<Values> inputs);

  /** Bytes that runs need beyond inputs and outputs, known before the first. */
  long workspaceBytes();

  /** Kernels, calls of native libraries, the plan of buffers, aliases, predicted and measured time of each: for reading. */
  String explain();

  /**
   * Runs once node by node, nothing fused, and shows what each gave, those within loops in every iteration:
   * {@code debug(inputs, System.out::println)}.
   *
   * @return the outputs
   */
  List<Values> debug(List<Values> inputs, Consumer<Observed> each);

  /** Has every run tell how long its kernels took; null ends that. Without a listener it costs nothing. */
  void profile(KernelListener listener);

  @Override
  void close();
}
