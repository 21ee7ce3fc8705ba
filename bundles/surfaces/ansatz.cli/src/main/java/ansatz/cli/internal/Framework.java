package ansatz.cli.internal;

import ansatz.bundles.LiveBundles;
import ansatz.cli.Part;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The workbench in its framework; asks the launcher to start the other bundles when a command first needs a service.
 * Parts are held until the command that asked for them has ended, so that nothing here keeps a bundle alive.
 */
final class Framework implements Workbench {
  private final BundleContext context;
  private final List<ServiceReference<?>> held = new ArrayList<>();
  private boolean started;

  Framework(BundleContext context) {
    this.context = context;
  }

  @Override
  public synchronized void home(String folder) {
    String path = Path.of(folder).toAbsolutePath().normalize().toString();
    if (started && !path.equals(Path.of(System.getProperty(Home.PROPERTY, "")).toAbsolutePath().toString())) {
      throw new ConfigException("--home " + folder + ": this process already works in "
          + System.getProperty(Home.PROPERTY) + " — start another one");
    }
    System.setProperty(Home.PROPERTY, path);
  }

  @Override
  public <S> S service(Class<S> type) {
    start("rest");
    return registered(type);
  }

  @Override
  public <S> S platform(Class<S> type) {
    start("platform");
    return registered(type);
  }

  private <S> S registered(Class<S> type) {
    ServiceReference<S> reference = context.getServiceReference(type);
    S service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new RefusedException(
          "no bundle offers " + type.getSimpleName() + problems() + " — ansatz doctor tells what is wrong");
    }
    return service;
  }

  @Override
  public <S> List<Part<S>> parts(Class<S> type) {
    start("rest");
    List<Part<S>> parts = new ArrayList<>();
    for (ServiceReference<S> reference : references(type)) {
      S service = context.getService(reference);
      if (service != null) {
        hold(reference);
        parts.add(part(type, reference, service));
      }
    }
    parts.sort(Comparator.comparingInt((Part<S> part) -> -part.ranking()).thenComparing(Part::name));
    return parts;
  }

  @Override
  public synchronized void giveBack() {
    held.forEach(context::ungetService);
    held.clear();
  }

  private synchronized void hold(ServiceReference<?> reference) {
    held.add(reference);
  }

  private static <S> Part<S> part(Class<S> type, ServiceReference<S> reference, S service) {
    Bundle bundle = reference.getBundle();
    Object name = reference.getProperty("ansatz.name");
    Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
    return new Part<>(type, name == null ? service.getClass().getSimpleName() : name.toString(),
        bundle.getSymbolicName(), bundle.getVersion().toString(), ranking instanceof Integer number ? number : 0,
        service);
  }

  /** References that new work may use: versions beside the standing set are asked for by version only. */
  private <S> Collection<ServiceReference<S>> references(Class<S> type) {
    ServiceReference<LiveBundles> live = context.getServiceReference(LiveBundles.class);
    LiveBundles bundles = live == null ? null : context.getService(live);
    if (bundles != null) {
      hold(live);
    }
    try {
      return context.getServiceReferences(type, null).stream()
          .filter(reference -> reference.getBundle() != null
              && (bundles == null || bundles.standing(reference.getBundle().getBundleId())))
          .toList();
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The launcher starts each stage once. */
  private synchronized void start(String stage) {
    try {
      for (ServiceReference<Runnable> found : context.getServiceReferences(Runnable.class,
          "(ansatz.main=" + stage + ")")) {
        context.getService(found).run();
      }
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    } catch (RuntimeException e) {
      throw new RunException("start: " + e.getMessage(), e);
    }
    started = true;
  }

  private String problems() {
    List<String> idle = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if ((bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0) {
        idle.add(bundle.getSymbolicName());
      }
    }
    return idle.isEmpty() ? "" : " (not started: " + String.join(", ", idle) + ")";
  }
}
