package ansatz.tensor;

/** The memory of one tensor in a backend's own layout; released by {@link #close}, once. */
public interface Buffer extends AutoCloseable {
  TensorType type();

  /** A copy of the values, row-major; an IllegalStateException where the buffer was closed or donated. */
  Values read();

  /** Replaces the values. */
  void write(Values values);

  /** Whether it may still be used: not closed, and not donated to a run that put its result there. */
  boolean isLive();

  @Override
  void close();
}
