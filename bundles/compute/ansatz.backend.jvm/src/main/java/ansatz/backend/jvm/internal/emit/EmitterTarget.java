package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.fuse.Target;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Elementwise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the {@link Emitter} can make code of; sizes are worked out once, as the fuser asks for them all the time. */
public final class EmitterTarget implements Target {
  private record Operation(Elementwise primitive, DType operand) {
    int size() {
      return Emitter.size(primitive, operand);
    }
  }

  private final Map<Operation, Integer> sizes = new ConcurrentHashMap<>();

  @Override
  public boolean supports(Elementwise primitive, DType operand) {
    return Emitter.supports(primitive, operand);
  }

  @Override
  public int size(Elementwise primitive, DType operand) {
    return sizes.computeIfAbsent(new Operation(primitive, operand), Operation::size);
  }
}
