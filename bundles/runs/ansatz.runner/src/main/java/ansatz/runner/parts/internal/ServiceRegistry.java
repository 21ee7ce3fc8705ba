package ansatz.runner;

import ansatz.bundles.ContentDigest;
import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Registry;
import ansatz.experiment.RunException;
import ansatz.experiment.Source;
import ansatz.learn.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import org.osgi.framework.wiring.BundleWiring;

/**
 * The framework's service registry as runs see it: the standing bundles, and other versions where a slot asks for them.
 *
 * <p>A lease holds its service from the moment it is taken, so that the component lives as long as the slot, and nothing
 * of it once it is closed. What is only offered is held by nobody.
 */
final class ServiceRegistry implements Registry, AutoCloseable {
  private final BundleContext context;
  private final Supplier<Optional<LiveBundles>> live;
  private final BundleDigests digests;
  private final ServiceListener listener = this::changed;
  private final AtomicLong epoch = new AtomicLong();
  /** Ids, never given twice, of services that were withdrawn: the event comes while the framework still hands them out. */
  private final Set<Long> withdrawn = ConcurrentHashMap.newKeySet();

  /** @param live the versions in this process; without them every bundle stands */
  ServiceRegistry(BundleContext context, DigestCache cache, Supplier<Optional<LiveBundles>> live) {
    this.context = context;
    this.live = live;
    this.digests = new BundleDigests(cache);
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
          Source source = digests.nameOnly(definer(reference, service));
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
    throw Unknown.part(slot, kind, label.name(), standing(kind).stream().map(ServiceRegistry::name).toList());
  }

  private <S> Lease<S> take(String slot, Class<S> kind, ServiceReference<S> reference) {
    S service = context.getService(reference);
    if (service == null) {
      return null;
    }
    try {
      return new ServiceLease<>(slot, kind, reference, service, digests.source(definer(reference, service)));
    } catch (RuntimeException e) {
      context.ungetService(reference);
      throw e;
    }
  }

  @Override
  public List<Source> bundles() {
    List<Source> sources = Arrays.stream(context.getBundles())
        .filter(b -> (b.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0).map(digests::source).toList();
    digests.cache.save();
    return sources;
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

  private final class ServiceLease<S> implements Lease<S> {
    private final String slot;
    private final Class<S> kind;
    private final String name;
    private final long id;
    private final Source source;
    private ServiceReference<S> reference;
    private S service;

    private ServiceLease(String slot, Class<S> kind, ServiceReference<S> reference, S service, Source source) {
      this.kind = kind;
      this.slot = slot;
      this.name = ServiceRegistry.name(reference);
      this.id = ServiceRegistry.id(reference);
      this.source = source;
      this.reference = reference;
      this.service = service;
    }

    @Override
    public String slot() {
      return slot;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Class<S> kind() {
      return kind;
    }

    @Override
    public S service() {
      if (service == null) {
        throw new IllegalStateException("the lease of slot " + slot + " is closed");
      }
      return service;
    }

    @Override
    public Source source() {
      return source;
    }

    @Override
    public boolean valid() {
      return reference != null && !withdrawn.contains(id) && reference.getBundle() != null;
    }

    @Override
    public void close() {
      if (reference != null) {
        ServiceReference<S> held = reference;
        reference = null;
        service = null;
        context.ungetService(held);
      }
    }
  }

  /** Names and digests of bundles with what they are wired to; keeps no bundle. */
  private static final class BundleDigests {
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final DigestCache cache;

    private BundleDigests(DigestCache cache) {
      this.cache = cache;
    }

    Source nameOnly(Bundle bundle) {
      return new Source(bundle.getSymbolicName(), bundle.getVersion().toString(), "", new TreeMap<>());
    }

    Source source(Bundle bundle) {
      TreeMap<String, String> wiring = new TreeMap<>();
      collect(bundle, wiring);
      String sha256 = wiring.remove(label(bundle));
      return new Source(bundle.getSymbolicName(), bundle.getVersion().toString(), sha256, wiring);
    }

    private void collect(Bundle bundle, Map<String, String> found) {
      if (found.putIfAbsent(label(bundle), digest(bundle)) != null) {
        return;
      }
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null && bundle.getBundleId() != 0) {
        wiring.getRequiredWires(null).forEach(wire -> collect(wire.getProviderWiring().getBundle(), found));
      }
    }

    private static String label(Bundle bundle) {
      return bundle.getSymbolicName() + "@" + bundle.getVersion();
    }

    private String digest(Bundle bundle) {
      return known.computeIfAbsent(bundle.getBundleId() + "/" + bundle.getLastModified(),
          _ -> ContentDigest.of(bundle, cache));
    }
  }
}
