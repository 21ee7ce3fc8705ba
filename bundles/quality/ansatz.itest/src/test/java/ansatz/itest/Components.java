package ansatz.itest;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * What the component runtime says. Its types belong to bundles inside the framework, so they are asked by reflection.
 */
final class Components {
  private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
  private static final int SATISFIED = 4;

  private Components() {}

  /** A line for every component of ours that waits for something, naming what. */
  static List<String> unsatisfied(BundleContext context) throws Exception {
    ServiceReference<?> reference = Registered.best(context, RUNTIME);
    Object runtime = context.getService(reference);
    Class<?> api = runtime.getClass().getClassLoader().loadClass(RUNTIME);
    List<String> lines = new ArrayList<>();
    Object none = Array.newInstance(org.osgi.framework.Bundle.class, 0);
    for (Object description : (Collection<?>) api.getMethod("getComponentDescriptionDTOs", none.getClass()).invoke(
        runtime,
        none)) {
      String name = (String) field(description, "name");
      Collection<?> configurations = (Collection<?>) api
          .getMethod("getComponentConfigurationDTOs", description.getClass()).invoke(runtime, description);
      if (configurations.isEmpty()) {
        lines.add(name + " has no configuration");
      }
      for (Object configuration : configurations) {
        if (((int) field(configuration, "state") & (SATISFIED | 8)) == 0) {
          StringBuilder line = new StringBuilder(name).append(" waits for");
          for (Object missing : (Object[]) field(configuration, "unsatisfiedReferences")) {
            line.append(' ').append(field(missing, "name")).append(" (").append(field(missing, "target")).append(')');
          }
          lines.add(line.toString());
        }
      }
    }
    return lines;
  }

  private static Object field(Object dto, String name) throws ReflectiveOperationException {
    return dto.getClass().getField(name).get(dto);
  }
}
