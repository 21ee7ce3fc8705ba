package ansatz.backend.jvm.internal.kernel;

/** How many values become one. */
public enum Fold {
  /** The sum. */
  SUM,
  /** The greatest; NaN where one is NaN. */
  MAX,
  /** The smallest; NaN where one is NaN. */
  MIN
}
