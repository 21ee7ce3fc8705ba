package ansatz.backend.jvm.internal.run;

import ansatz.tensor.Buffer;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;

/** A tensor in off-heap memory, row-major. */
public final class JvmBuffer implements Buffer {
  private final TensorType type;
  private NativeBlock block;
  private boolean donated;
  /** The run that saw it last, so that one used twice in a run is noticed without a search. */
  private long seen;

  public JvmBuffer(TensorType type) {
    this(type, new NativeBlock(type.bytes()));
  }

  private JvmBuffer(TensorType type, NativeBlock block) {
    this.type = type;
    this.block = block;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public Values read() {
    Values values = Values.zeros(type);
    NativeBlock.read(live().segment(), values);
    return values;
  }

  @Override
  public void write(Values values) {
    if (!values.type().equals(type)) {
      throw new IllegalArgumentException("a buffer of " + type + " cannot hold " + values.type());
    }
    NativeBlock.write(values, live().segment());
  }

  @Override
  public boolean isLive() {
    return block != null;
  }

  long address() {
    return live().address();
  }

  /** Its memory, for a run. */
  NativeBlock memory() {
    return live();
  }

  private NativeBlock live() {
    if (block == null) {
      throw new IllegalStateException("a buffer of " + type + (donated
          ? " was donated to a run, which put a result there: use the output"
          : " was closed"));
    }
    return block;
  }

  /** Hands the memory over to another buffer, a new one unless one that has none is given. */
  JvmBuffer donate(JvmBuffer empty) {
    NativeBlock given = live();
    block = null;
    donated = true;
    if (empty == null || empty.block != null || !empty.type.equals(type)) {
      return new JvmBuffer(type, given);
    }
    empty.block = given;
    empty.donated = false;
    return empty;
  }

  /** Notes that a run uses it; false where that run used it before. */
  boolean see(long run) {
    boolean first = seen != run;
    seen = run;
    return first;
  }

  @Override
  public void close() {
    if (block != null) {
      block.close();
      block = null;
    }
  }
}
