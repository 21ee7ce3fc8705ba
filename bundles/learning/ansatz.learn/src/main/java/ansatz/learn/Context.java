package ansatz.learn;

import ansatz.linalg.LinearAlgebra;
import java.util.Objects;

/**
 * The collaborators of an algorithm, handed in with every call from the leases of the run.
 *
 * @param linalg dense linear algebra
 * @param key the only source of randomness
 */
public record Context(LinearAlgebra linalg, Key key) {
  public Context {
    Objects.requireNonNull(linalg, "linalg");
    Objects.requireNonNull(key, "key");
  }
}
