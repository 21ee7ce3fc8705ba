package ansatz.natives.gfortran.internal;

import ansatz.natives.gfortran.GfortranRuntime;
import java.util.Hashtable;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.condition.Condition;

/**
 * Loads the libraries when the bundle starts and, where that works, says so by a {@link Condition}, without which the
 * components that need Fortran stay unsatisfied. Where it does not, {@link GfortranRuntime#load} tells the reason.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    try {
      GfortranRuntime.load();
    } catch (IllegalStateException e) {
      return;
    }
    Hashtable<String, String> properties = new Hashtable<>();
    properties.put(Condition.CONDITION_ID, GfortranRuntime.CONDITION);
    context.registerService(Condition.class, Condition.INSTANCE, properties);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework withdraws the condition; the libraries stay loaded, others depend on them.
  }
}
