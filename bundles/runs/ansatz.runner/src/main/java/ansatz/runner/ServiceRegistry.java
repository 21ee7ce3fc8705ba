package ansatz.runner;

import ansatz.bundles.ContentDigest;
import ansatz.bundles.DigestCache;
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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The framework's service registry as runs see it. A lease holds its service from the moment it is taken, so that the
 * component lives as long as the slot.
 */
final class ServiceRegistry implements Registry {
  private final BundleContext context;
  private final BundleDigests digests;

  ServiceRegistry(BundleContext context, DigestCache cache) {
    this.context = context;
    this.digests = new BundleDigests(cache);
  }

  @Override
  public <S> List<Offer<S>> offers(Class<S> kind) {
    List<Offer<S>> offers = new ArrayList<>();
    for (ServiceReference<S> reference : references(kind)) {
      S service = context.getService(reference);
      if (service != null) {
        offers.add(new Offer<>(kind, name(reference), ranking(reference), digests.nameOnly(definer(reference, service)),
            service));
      }
    }
    return offers;
  }

  @Override
  public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
    for (ServiceReference<S> reference : references(kind)) {
      if (name == null || name.equals(name(reference))) {
        S service = context.getService(reference);
        if (service != null) {
          return new ServiceLease<>(slot, reference, service, digests.source(definer(reference, service)));
        }
      }
    }
    throw Unknown.part(slot, kind, name, references(kind).stream().map(ServiceRegistry::name).toList());
  }

  @Override
  public List<Source> bundles() {
    List<Source> sources = Arrays.stream(context.getBundles())
        .filter(b -> (b.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0).map(digests::source).toList();
    digests.cache.save();
    return sources;
  }

  /** References of a kind, best first. */
  private <S> List<ServiceReference<S>> references(Class<S> kind) {
    try {
      return context.getServiceReferences(kind, null).stream()
          .sorted(Comparator.comparingInt((ServiceReference<S> r) -> -ranking(r)).thenComparing(ServiceRegistry::name))
          .toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
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

  private final class ServiceLease<S> implements Lease<S> {
    private final String slot;
    private final ServiceReference<S> reference;
    private final S service;
    private final Source source;
    private boolean closed;

    private ServiceLease(String slot, ServiceReference<S> reference, S service, Source source) {
      this.slot = slot;
      this.reference = reference;
      this.service = service;
      this.source = source;
    }

    @Override
    public String slot() {
      return slot;
    }

    @Override
    public String name() {
      return ServiceRegistry.name(reference);
    }

    @Override
    public S service() {
      return service;
    }

    @Override
    public Source source() {
      return source;
    }

    @Override
    public boolean valid() {
      return reference.getBundle() != null;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        context.ungetService(reference);
      }
    }
  }

  /** Names and digests of bundles with what they are wired to. */
  static final class BundleDigests {
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
