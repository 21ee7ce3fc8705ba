package ansatz.backend.jvm.internal.math;

/** One lane, computed at once: conditions are booleans. */
interface ScalarLanes<F, I> extends Lanes<F, I, Boolean> {
  @Override
  default Boolean both(Boolean a, Boolean b) {
    return a & b;
  }

  @Override
  default Boolean either(Boolean a, Boolean b) {
    return a | b;
  }

  @Override
  default Boolean not(Boolean a) {
    return !a;
  }

  @Override
  default F select(Boolean condition, F yes, F no) {
    return condition ? yes : no;
  }
}
