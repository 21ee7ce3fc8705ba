package ansatz.itest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Services of a kind as the registry has them; the subjects of contracts inside the framework. */
record Offered<S>(String name, S service) {
  static <S> List<Offered<S>> all(Class<S> kind) {
    BundleContext context = FrameworkUtil.getBundle(Offered.class).getBundleContext();
    List<Offered<S>> offered = new ArrayList<>();
    try {
      for (ServiceReference<S> reference : context.getServiceReferences(kind, null)) {
        offered.add(
            new Offered<>(Objects.toString(reference.getProperty("ansatz.name")), context.getService(reference)));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
    offered.sort(Comparator.comparing(Offered::name));
    return offered;
  }

  static <S> S named(Class<S> kind, String name) {
    return all(kind).stream().filter(o -> o.name.equals(name)).findFirst()
        .orElseThrow(() -> new AssertionError("nobody offers " + kind.getSimpleName() + " '" + name + "'")).service;
  }

  /** Makes the assertion errors of subjects readable. */
  @Override
  public String toString() {
    return name;
  }
}
