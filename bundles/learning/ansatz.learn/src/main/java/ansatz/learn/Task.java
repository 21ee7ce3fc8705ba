package ansatz.learn;

/** What is to be learned from examples. */
public enum Task {
  /** A real number y for each x. */
  REGRESSION,
  /** One of K classes for each x. */
  CLASSIFICATION,
  /** A group for each x, with no target given. */
  CLUSTERING
}
