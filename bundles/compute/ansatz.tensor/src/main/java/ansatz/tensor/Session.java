package ansatz.tensor;

import java.util.List;
import java.util.function.Supplier;

import ansatz.tensor.primitive.Constant;

/** How {@link Tensor#eval} computes in the present scope: by plain loops unless a session with a backend is entered. */
public interface Session {
  /** Computes tensors now and gives them as constants. */
  List<Tensor> eval(List<Tensor> tensors);

  /** The session of the present scope. */
  static Session current() {
    return Sessions.CURRENT.isBound() ? Sessions.CURRENT.get() : Sessions.PLAIN;
  }

  /** Runs code in whose scope {@code eval} computes by this session. */
  default <T> T enter(Supplier<T> code) {
    return ScopedValue.where(Sessions.CURRENT, this).call(code::get);
  }
}

/** The sessions that are always there. */
final class Sessions {
  static final ScopedValue<Session> CURRENT = ScopedValue.newInstance();
  static final Session PLAIN = tensors -> new Interpreter(null).run(Program.of(List.of(), tensors), List.of()).stream()
      .map(Constant::of).toList();

  private Sessions() {}
}
