package ansatz.admission.internal;

import ansatz.experiment.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle on trial. */
record BundleOnTrial(Bundle bundle) {
  /** A service that it offers. */
  record Offer(String kind, String name, ServiceReference<?> reference) {}

  /**
   * From whom it gets each package that it imports, those of the JDK left out.
   *
   * @throws RefusedException where that is one of the bundles that try it, which are nowhere else
   */
  Map<String, String> wires() {
    Map<String, String> wires = new TreeMap<>();
    for (BundleWire wire : bundle.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
      String name = (String) wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
      Bundle provider = wire.getProvider().getBundle();
      if (provider.getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
        String label = provider.getSymbolicName() + "@" + provider.getVersion();
        if (triesOthers(provider)) {
          throw new RefusedException("it imports " + name + " of " + label + ", which is there only while it is tried");
        }
        wires.put(name, label);
      }
    }
    return wires;
  }

  /** Whether a bundle lies in the folder of the bundles that try others, where this one is. */
  private static boolean triesOthers(Bundle provider) {
    return folder(provider).equals(folder(FrameworkUtil.getBundle(BundleOnTrial.class)));
  }

  private static String folder(Bundle bundle) {
    return bundle.getLocation().substring(0, bundle.getLocation().lastIndexOf('/') + 1);
  }

  /** Every service of it, once for each interface. */
  List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    for (ServiceReference<?> reference : registered == null ? new ServiceReference<?>[0] : registered) {
      for (String kind : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
        offers.add(new Offer(kind, Subjects.name(reference), reference));
      }
    }
    return offers;
  }
}
