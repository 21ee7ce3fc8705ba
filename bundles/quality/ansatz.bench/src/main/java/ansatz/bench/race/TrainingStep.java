package ansatz.bench.race;

/** A training step that a library has made ready: it keeps parameters, moments and batch. */
public interface TrainingStep extends AutoCloseable {
  /** Trains once: forward, backward, Adam. */
  void run();

  /** Trains once; the loss before the update. */
  double runForLoss();

  /** What there is to tell of it. */
  default String about() {
    return "";
  }

  @Override
  void close();
}
