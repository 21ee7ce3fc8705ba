package ansatz.bundles.live.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** What a bundle needs to import, read off its manifest, and who exports it. */
final class Imports {
  private static final String PACKAGE = PackageNamespace.PACKAGE_NAMESPACE;
  private static final Pattern NAME = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)");
  private static final Pattern FLOOR = Pattern.compile("\\(version>=([^)]+)\\)");
  private static final Pattern CEILING = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

  private Imports() {}

  /** The packages that it cannot do without, those of the JDK's core aside. */
  static List<BundleRequirement> needed(Bundle bundle) {
    List<BundleRequirement> needed = new ArrayList<>();
    for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE)) {
      boolean optional = PackageNamespace.RESOLUTION_OPTIONAL
          .equals(requirement.getDirectives().get(PackageNamespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
      if (!optional && !name(requirement).startsWith("java.")) {
        needed.add(requirement);
      }
    }
    return needed;
  }

  static String name(BundleRequirement requirement) {
    Matcher name = NAME.matcher(filter(requirement));
    return name.find() ? name.group(1) : filter(requirement);
  }

  /** Whether one of these bundles exports it. */
  static boolean met(BundleRequirement requirement, Collection<Bundle> bundles) {
    return bundles.stream().anyMatch(bundle -> met(requirement, bundle));
  }

  static boolean met(BundleRequirement requirement, Bundle bundle) {
    return exported(bundle, name(requirement)).anyMatch(requirement::matches);
  }

  static boolean exports(Bundle bundle, String packageName) {
    return exported(bundle, packageName).findAny().isPresent();
  }

  private static Stream<BundleCapability> exported(Bundle bundle, String packageName) {
    return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE).stream()
        .filter(capability -> packageName.equals(capability.getAttributes().get(PACKAGE)));
  }

  /** {@code x lacks package p: wanted [1.1.0,2.0.0), present 1.0.0}. */
  static String lack(BundleRequirement requirement, Collection<Bundle> bundles) {
    SortedSet<String> present = new TreeSet<>();
    for (Bundle bundle : bundles) {
      exported(bundle, name(requirement)).forEach(capability -> present.add(
          capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) + " of "
              + PartSet.label(bundle)));
    }
    return requirement.getRevision().getSymbolicName() + " lacks package " + name(requirement) + ": wanted "
        + wanted(filter(requirement)) + ", present " + (present.isEmpty() ? "none" : String.join(" and ", present));
  }

  /** The range of versions in a filter, as manifests write it. */
  static String wanted(String filter) {
    Matcher ceiling = CEILING.matcher(filter);
    String below = ceiling.find() ? ceiling.group(1) : "";
    Matcher floor = FLOOR.matcher(ceiling.reset().replaceAll(""));
    String from = floor.find() ? floor.group(1) : "0.0.0";
    return below.isEmpty() ? from + " or later" : "[" + from + "," + below + ")";
  }

  private static String filter(BundleRequirement requirement) {
    return String.valueOf(requirement.getDirectives().get(PackageNamespace.REQUIREMENT_FILTER_DIRECTIVE));
  }
}
