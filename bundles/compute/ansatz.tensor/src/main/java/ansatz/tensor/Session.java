package ansatz.tensor;

import java.util.List;
import java.util.function.Supplier;

import ansatz.tensor.primitive.Constant;

/** How {@link Tensor#eval} computes in the present scope: by plain loops unless a session with a backend is entered. */
public interface Session extends AutoCloseable {
  /** Computes tensors now and gives them as constants. */
  List<Tensor> eval(List<Tensor> tensors);

  /** The session of the present scope. */
  static Session current() {
    return Sessions.CURRENT.isBound() ? Sessions.CURRENT.get() : Sessions.PLAIN;
  }

  /**
   * A session that computes by a backend. Tensors of the same structure share what was compiled, whatever the values of
   * the constants that they are made of.
   */
  static Session of(Backend backend) {
    return of(backend, CompileOptions.DEFAULT);
  }

  /** A session that computes by a backend, with factorisations or functions of the host for instance. */
  static Session of(Backend backend, CompileOptions options) {
    return new CompiledSession(backend, options);
  }

  /** Runs code in whose scope {@code eval} computes by this session. */
  default <T> T enter(Supplier<T> code) {
    return ScopedValue.where(Sessions.CURRENT, this).call(code::get);
  }

  /** Releases what was compiled. */
  @Override
  default void close() {}
}

/** The sessions that are always there. */
final class Sessions {
  static final ScopedValue<Session> CURRENT = ScopedValue.newInstance();
  static final Session PLAIN = tensors -> new Interpreter(null).run(Program.of(List.of(), tensors), List.of()).stream()
      .map(Constant::of).toList();

  private Sessions() {}
}
