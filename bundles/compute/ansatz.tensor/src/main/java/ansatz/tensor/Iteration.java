package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled function that is applied to its own results, a training step for instance, with the state that it has come to.
 *
 * <p>$$ (s_{t+1}, y_t) = f(s_t, x_t) $$ The state stays in the backend's memory and is updated in place; a step with
 * inputs that are buffers allocates nothing.
 */
public final class Iteration implements AutoCloseable {
  private final Backend backend;
  private final CompileOptions options;
  private final Executable executable;
  private final int state;
  private final Buffer[] inputs;
  private final Buffer[] outputs;

  private Iteration(Backend backend, Program program, List<Values> start, CompileOptions options) {
    this.backend = backend;
    this.options = options;
    this.state = start.size();
    this.executable = backend.compile(program, options);
    this.inputs = new Buffer[program.inputs().size()];
    this.outputs = new Buffer[program.outputs().size()];
    for (int i = 0; i < state; i++) {
      inputs[i] = backend.upload(start.get(i));
    }
  }

  /** An iteration of f from a first state, which is computed now. */
  public static Iteration of(Backend backend, Function f, List<Tensor> start, TensorType... inputs) {
    return of(backend, f, start, List.of(inputs), CompileOptions.DEFAULT);
  }

  /** An iteration of f, which gives the next state, as many tensors of the same types, then outputs of other kinds. */
  public static Iteration of(Backend backend, Function f, List<Tensor> start, List<TensorType> inputs,
      CompileOptions options) {
    List<TensorType> types = new ArrayList<>(start.stream().map(Tensor::type).toList());
    types.addAll(inputs);
    Program program = Program.trace(f, types);
    List<Values> values = Session.current().eval(start).stream().map(Tensor::values).toList();
    return new Iteration(backend, program, values, options.withState(start.size()));
  }

  /** One step with inputs in the backend's memory, which stay the caller's. */
  public void step(Buffer... others) {
    if (others.length != inputs.length - state) {
      throw new IllegalArgumentException(
          "a step takes " + (inputs.length - state) + " inputs beside its state, not " + others.length);
    }
    System.arraycopy(others, 0, inputs, state, others.length);
    executable.run(inputs, outputs);
    System.arraycopy(outputs, 0, inputs, 0, state);
  }

  /** One step with inputs as values, a batch of examples for instance. */
  public void step(Values first, Values... others) {
    Buffer[] uploaded = new Buffer[1 + others.length];
    try {
      for (int i = 0; i < uploaded.length; i++) {
        uploaded[i] = backend.upload(i == 0 ? first : others[i - 1]);
      }
      step(uploaded);
    } finally {
      Arrays.stream(uploaded).filter(buffer -> buffer != null).forEach(Buffer::close);
    }
  }

  /** What the last step gave beside the state, by number. */
  public Values output(int number) {
    if (outputs[state + number] == null) {
      throw new IllegalStateException("there are outputs after the first step only");
    }
    return outputs[state + number].read();
  }

  /** The state as values. */
  public List<Values> state() {
    return Arrays.stream(inputs, 0, state).map(Buffer::read).toList();
  }

  /** The compiled step, to be explained for instance; it is closed with the iteration. */
  public Executable executable() {
    return executable;
  }

  /** Goes on in another backend; this iteration is closed. */
  public Iteration on(Backend other) {
    Iteration moved = new Iteration(other, executable.program(), state(), options);
    close();
    return moved;
  }

  /** Releases the step and its state. */
  @Override
  public void close() {
    executable.close();
    Arrays.stream(inputs, 0, state).forEach(Buffer::close);
    Arrays.stream(outputs).filter(buffer -> buffer != null).forEach(Buffer::close); // a step that failed had the state
  }
}
