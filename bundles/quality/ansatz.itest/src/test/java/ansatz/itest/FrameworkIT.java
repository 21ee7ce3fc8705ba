package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.launcher.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** The framework with the distribution's bundles: everything is up, and what goes away is replaced by the next best. */
class FrameworkIT {
  private static final String LINALG = "ansatz.linalg.LinearAlgebra";

  @TempDir
  Path folder;

  @Test
  void everyBundleIsActiveAndEveryComponentSatisfied() throws Exception {
    try (Host host = new Workbench(folder.resolve("home")).boot()) {
      List<String> wrong = new ArrayList<>();
      int own = 0;
      for (Bundle bundle : host.context().getBundles()) {
        boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        if (!fragment && bundle.getState() != Bundle.ACTIVE) {
          wrong.add(bundle + " is in state " + bundle.getState());
        }
        own += bundle.getSymbolicName().startsWith("ansatz.") ? 1 : 0;
      }
      wrong.addAll(Components.unsatisfied(host.context()));
      assertEquals(List.of(), wrong);
      assertTrue(own >= 18, "only " + own + " bundles of our own");
    }
  }

  @Test
  void aProviderThatStopsIsReplacedByTheNextBestAndComesBack() throws Exception {
    try (Host host = new Workbench(folder.resolve("home")).boot()) {
      BundleContext context = host.context();
      assertEquals("openblas", best(context));
      Bundle openblas = bundle(context, "ansatz.linalg.openblas");
      openblas.stop();
      assertEquals("jblas", best(context));
      openblas.start();
      assertEquals("openblas", best(context));
      Bundle jblas = bundle(context, "ansatz.linalg.jblas");
      jblas.stop();
      jblas.start();
      openblas.stop();
      assertEquals("jblas", best(context));
    }
  }

  @Test
  void nativeOwnersSurviveStopAndStart() throws Exception {
    try (Host host = new Workbench(folder.resolve("home")).boot()) {
      for (String owner : List.of("ansatz.native.openblas", "ansatz.native.gfortran")) {
        Bundle bundle = bundle(host.context(), owner);
        bundle.stop();
        bundle.start();
        assertEquals(Bundle.ACTIVE, bundle.getState());
      }
      assertEquals("openblas", best(host.context()));
    }
  }

  @Test
  void twoFrameworksLiveInOneJvm() {
    try (Host one = new Workbench(folder.resolve("one")).boot();
        Host two = new Workbench(folder.resolve("two")).boot()) {
      assertNotEquals(one.context(), two.context());
      assertEquals(one.context().getBundles().length, two.context().getBundles().length);
    }
  }

  private static String best(BundleContext context) throws Exception {
    ServiceReference<?> reference = Registered.best(context, LINALG);
    assertTrue(context.getService(reference) != null, "the best provider cannot start");
    return Objects.toString(reference.getProperty("ansatz.name"));
  }

  static Bundle bundle(BundleContext context, String name) {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals(name)) {
        return bundle;
      }
    }
    throw new AssertionError("no bundle " + name);
  }
}
