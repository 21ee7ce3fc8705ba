package ansatz.admission.internal;

import java.util.function.Supplier;

/**
 * What a contract is tried on.
 *
 * @param name as it stands in reports
 * @param maker gives the service, or a new part, equal to every other that it gives
 */
record Subject<S>(String name, Supplier<S> maker) {
  S make() {
    return maker.get();
  }

  /** Makes the assertion errors of subjects readable. */
  @Override
  public String toString() {
    return name;
  }
}
