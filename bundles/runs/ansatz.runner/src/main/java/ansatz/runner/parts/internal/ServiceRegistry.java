package ansatz.runner.parts.internal;

import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.AbstractLease;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.PartLabel;
import ansatz.experiment.Registry;
import ansatz.experiment.RunException;
import ansatz.experiment.Source;
import ansatz.experiment.UnknownPart;
import ansatz.learn.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * The framework's service registry as runs see it: the standing bundles, and other versions where a slot asks for them.
 *
 * <p>A lease holds its service from the moment it is taken, so that the component lives as long as the slot, and nothing
 * of it once it is closed. What is only offered is held by nobody.
 */
public final class ServiceRegistry implements Registry, AutoCloseable {
  private final BundleContext context;
  private final Supplier<Optional<LiveBundles>> live;
  private final BundleSources sources;
  private final ServiceListener listener = this::changed;
  private final AtomicLong epoch = new AtomicLong();
  /** Ids, never given twice, of services that were withdrawn: the event comes while the framework still hands them out. */
  private final Set<Long> withdrawn = ConcurrentHashMap.newKeySet();

  /** @param live the versions in this process; without them every bundle stands */
  public ServiceRegistry(BundleContext context, DigestCache cache, Supplier<Optional<LiveBundles>> live) {
    this.context = context;
    this.live = live;
    this.sources = new BundleSources(cache);
    try {
      context.addServiceListener(listener, "(" + Name.PROPERTY + "=*)");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is right", e);
    }
  }

  private void changed(ServiceEvent event) {
    if (event.getType() == ServiceEvent.UNREGISTERING) {
      withdrawn.add(id(event.getServiceReference()));
    }
    epoch.incrementAndGet();
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  @Override
  public <S> List<Offer<S>> offers(Class<S> kind) {
    List<Offer<S>> offers = new ArrayList<>();
    for (ServiceReference<S> reference : standing(kind)) {
      S service = context.getService(reference);
      if (service != null) {
        try {
          Source source = sources.nameOnly(definer(reference, service));
          offers.add(new Offer<>(kind, name(reference), ranking(reference), source, service));
        } finally {
          context.ungetService(reference);
        }
      }
    }
    return offers;
  }

  @Override
  public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
    PartLabel label = PartLabel.of(name);
    List<ServiceReference<S>> candidates = label.version() == null ? standing(kind) : version(slot, kind, label);
    for (ServiceReference<S> reference : candidates) {
      if (name == null || name(reference).equals(label.name())) {
        Lease<S> lease = take(slot, kind, reference);
        if (lease != null) {
          return lease;
        }
      }
    }
    throw UnknownPart.part(slot, kind, label.name(), standing(kind).stream().map(ServiceRegistry::name).toList());
  }

  private <S> Lease<S> take(String slot, Class<S> kind, ServiceReference<S> reference) {
    S service = context.getService(reference);
    if (service == null) {
      return null;
    }
    try {
      return new ServiceLease<>(slot, kind, reference, service, sources.source(definer(reference, service)));
    } catch (RuntimeException e) {
      context.ungetService(reference);
      throw e;
    }
  }

  @Override
  public List<Source> bundles() {
    List<Source> running = Arrays.stream(context.getBundles())
        .filter(b -> (b.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0).map(sources::source).toList();
    sources.save();
    return running;
  }

  /** References of a kind from standing bundles, best first. */
  private <S> List<ServiceReference<S>> standing(Class<S> kind) {
    Optional<LiveBundles> bundles = live.get();
    return references(kind).stream()
        .filter(r -> bundles.isEmpty() || bundles.get().standing(bundle(r))).toList();
  }

  /** References of a kind from the bundle of one version, which is loaded where needed. */
  private <S> List<ServiceReference<S>> version(String slot, Class<S> kind, PartLabel label) {
    Optional<LiveBundles> bundles = live.get();
    if (bundles.isPresent()) {
      long bundle = bundles.get().provide(kind.getName(), label.name(), label.versioned() ? label.version() : null);
      return references(kind).stream().filter(r -> bundle(r) == bundle).toList();
    }
    List<ServiceReference<S>> named = references(kind).stream().filter(r -> name(r).equals(label.name())).toList();
    List<ServiceReference<S>> found = named.stream()
        .filter(r -> !label.versioned() || r.getBundle().getVersion().toString().equals(label.version())).toList();
    if (found.isEmpty() && !named.isEmpty()) {
      throw new ConfigException(slot + ": no version " + label.version() + " of '" + label.name() + "' — there is "
          + String.join(", ", named.stream().map(r -> r.getBundle().getVersion().toString()).toList()));
    }
    return found;
  }

  /** References of a kind that are not about to go, best first. */
  private <S> List<ServiceReference<S>> references(Class<S> kind) {
    try {
      return context.getServiceReferences(kind, null).stream()
          .filter(r -> r.getBundle() != null && !withdrawn.contains(id(r)))
          .sorted(Comparator.comparingInt((ServiceReference<S> r) -> -ranking(r)).thenComparing(ServiceRegistry::name))
          .toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private static long bundle(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_BUNDLEID);
  }

  private static String name(ServiceReference<?> reference) {
    return Objects.toString(reference.getProperty(Name.PROPERTY), "");
  }

  private static int ranking(ServiceReference<?> reference) {
    return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
  }

  /** The bundle that defined the service's class, which has to be the one that registered it. */
  private static Bundle definer(ServiceReference<?> reference, Object service) {
    Bundle definer = FrameworkUtil.getBundle(service.getClass());
    if (definer == null || definer.getBundleId() != reference.getBundle().getBundleId()) {
      throw new RunException("service '" + name(reference) + "' is registered by " + reference.getBundle()
          + " but its class comes from " + definer + " — the ledger could not say whose code ran");
    }
    return definer;
  }

  @Override
  public void close() {
    context.removeServiceListener(listener);
  }

  private final class ServiceLease<S> extends AbstractLease<S> {
    private final long id;
    private ServiceReference<S> reference;

    private ServiceLease(String slot, Class<S> kind, ServiceReference<S> reference, S service, Source source) {
      super(slot, kind, ServiceRegistry.name(reference), source, service);
      this.id = ServiceRegistry.id(reference);
      this.reference = reference;
    }

    @Override
    protected boolean offered() {
      return !withdrawn.contains(id) && reference.getBundle() != null;
    }

    @Override
    protected void release() {
      ServiceReference<S> held = reference;
      reference = null;
      context.ungetService(held);
    }
  }
}
