package ansatz.itest;

import ansatz.launcher.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The bundles that test inside the framework: JUnit, the contracts, and what runs them. */
final class Admission {
  private Admission() {}

  /** Installs and starts them beside the distribution's bundles. */
  static void install(Host host) throws IOException, BundleException {
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> files = Files.list(Workbench.dist().resolve("admission"))) {
      List<Path> jars = Stream.concat(files.sorted(), Stream.of(Path.of(System.getProperty("ansatz.inside")))).toList();
      for (Path jar : jars) {
        bundles.add(host.context().installBundle("reference:" + jar.toUri()));
      }
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  /** What the supplier with that service property gives. */
  static Object ask(Host host, String filter) throws InvalidSyntaxException {
    BundleContext context = host.context();
    for (ServiceReference<?> reference : context.getServiceReferences(Supplier.class, filter)) {
      return ((Supplier<?>) context.getService(reference)).get();
    }
    throw new AssertionError("no supplier " + filter);
  }
}
