package ansatz.backend.reference;

import ansatz.tensor.Buffer;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** Values on the Java heap. */
final class HeapBuffer implements Buffer {
  private final TensorType type;
  private Values values; // null once it is closed or donated

  HeapBuffer(TensorType type) {
    this.type = type;
    this.values = Values.zeros(type);
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public Values read() {
    Values copy = Values.zeros(type);
    copy.copy(values(), 0, 0, copy.size());
    return copy;
  }

  @Override
  public void write(Values replacement) {
    if (!replacement.type().equals(type)) {
      throw new IllegalArgumentException("a buffer of " + type + " does not take " + replacement.type());
    }
    values().copy(replacement, 0, 0, replacement.size());
  }

  /** The values themselves. */
  Values values() {
    if (values == null) {
      throw new IllegalStateException("this buffer of " + type
          + " was closed, or donated to a run that put its result there: use the run's output");
    }
    return values;
  }

  /** Ends this buffer's life; its memory is another's now. */
  void donate() {
    values = null;
  }

  @Override
  public boolean isLive() {
    return values != null;
  }

  @Override
  public void close() {
    values = null;
  }
}
