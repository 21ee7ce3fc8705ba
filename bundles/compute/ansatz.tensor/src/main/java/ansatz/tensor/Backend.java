package ansatz.tensor;

/**
 * Turns programs into something that runs. Backends are services; a training step moves from one to another between two
 * runs, as its state is plain values.
 */
public interface Backend {
  /** The name by which experiments ask for it. */
  String name();

  /**
   * Compiles a program.
   *
   * @throws OutOfMemoryException where the peak that was worked out is above the options' limit
   */
  Executable compile(Program program, CompileOptions options);

  /** Compiles a program with the default options. */
  default Executable compile(Program program) {
    return compile(program, CompileOptions.DEFAULT);
  }

  /** Memory of this backend for a tensor of a type, zeroed. */
  Buffer allocate(TensorType type);

  /** Memory of this backend that holds these values. */
  default Buffer upload(Values values) {
    Buffer buffer = allocate(values.type());
    buffer.write(values);
    return buffer;
  }
}
