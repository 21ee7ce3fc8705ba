package ansatz.shell.java.internal;

import ansatz.bundles.LiveBundles;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** What the workbench's bundles export, as one class path: for code that is compiled here and does not import. */
final class BundleClasses extends ClassLoader {
  private static final String SERVICES = "META-INF/services/";
  private static final String REFERENCE = "reference:";

  /** By the packages that they export. */
  private final Map<String, Bundle> exporters = new HashMap<>();

  /** @param live says which versions are in force */
  BundleClasses(BundleContext context, LiveBundles live) {
    super("bundles", ClassLoader.getPlatformClassLoader());
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (bundle.getBundleId() != 0 && wiring != null && live.standing(bundle.getBundleId())) {
        for (BundleCapability exported : wiring.getCapabilities("osgi.wiring.package")) {
          exporters.putIfAbsent(exported.getAttributes().get("osgi.wiring.package").toString(), bundle);
        }
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Bundle bundle = exporters.get(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    if (bundle == null) {
      throw new ClassNotFoundException(name + " is in no package that a bundle exports");
    }
    return bundle.loadClass(name);
  }

  /** Services that bundles name for plain Java. */
  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    if (!name.startsWith(SERVICES)) {
      return Collections.emptyEnumeration();
    }
    return Collections.enumeration(bundles().stream().map(bundle -> bundle.getEntry(name)).filter(url -> url != null)
        .toList());
  }

  private Set<Bundle> bundles() {
    return new LinkedHashSet<>(exporters.values());
  }

  /** The same for a compiler: the bundles' files. */
  String path() {
    List<String> files = new ArrayList<>(
        bundles().stream().map(Bundle::getLocation).filter(l -> l.startsWith(REFERENCE))
            .map(location -> Path.of(URI.create(location.substring(REFERENCE.length()))).toString()).toList());
    return files.stream().sorted().collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public String toString() {
    return Arrays.toString(exporters.keySet().stream().sorted().toArray());
  }
}
