package ansatz.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Turns programs into something that runs. Backends are services; a training step moves from one to another between two
 * runs, as its state is plain values.
 */
public interface Backend {
  /**
   * The backend of that name on the class path or, in {@code ansatz java}, of the workbench.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static Backend named(String name) {
    List<Backend> all = ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream().filter(backend -> backend.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no backend '" + name + "', there are " + all.stream().map(Backend::name).toList()));
  }

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

  /** Takes over what another backend holds, the state of a training step for instance; the buffers given are closed. */
  default Buffer[] adopt(Buffer... state) {
    Buffer[] own = Arrays.stream(state).map(buffer -> upload(buffer.read())).toArray(Buffer[]::new);
    Arrays.stream(state).forEach(Buffer::close);
    return own;
  }
}
