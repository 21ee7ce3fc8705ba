package ansatz.bundles;

import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Which packages a bundle takes from which bundles. */
public final class Wires {
  private Wires() {}

  /**
   * Package to {@code name@version} of the bundle that it comes from; what the framework itself exports, the JDK's packages
   * among it, is left out. Empty where the bundle is not resolved.
   */
  public static SortedMap<String, String> of(Bundle bundle) {
    SortedMap<String, String> wires = new TreeMap<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring != null) {
      for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
        Bundle provider = wire.getProvider().getBundle();
        if (provider.getBundleId() != 0) {
          wires.put(String.valueOf(wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)),
              provider.getSymbolicName() + "@" + provider.getVersion());
        }
      }
    }
    return wires;
  }
}
