package ansatz.itest;

import java.util.Arrays;
import java.util.Comparator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Services seen from outside the framework, where their interfaces are other classes than those of the test. */
final class Registered {
  private Registered() {}

  /** The service that a consumer inside would get. */
  static ServiceReference<?> best(BundleContext context, String type) throws InvalidSyntaxException {
    ServiceReference<?>[] references = context.getAllServiceReferences(type, null);
    if (references == null) {
      throw new AssertionError("nobody offers " + type);
    }
    return Arrays.stream(references).max(Comparator.naturalOrder()).orElseThrow();
  }
}
