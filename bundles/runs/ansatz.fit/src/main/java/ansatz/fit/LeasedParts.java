package ansatz.fit;

import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.PartLabel;
import ansatz.experiment.Registry;
import ansatz.experiment.UnknownPart;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.ParamException;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import ansatz.learn.Parts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parts of one experiment, each made by a factory that its slot leases.
 *
 * <p>A model's slot is {@code model.<label>}, a metric's {@code metric.<name>}, a transform's {@code transform.<name>},
 * and {@code transform.<name>-2} where the same one is used again; a part inside a part has the outer slot before its
 * own path.
 *
 * <p>Slots are filled anew in a {@link #draft}, which is then {@link #adopt adopted} whole or closed.
 */
final class LeasedParts implements Parts, AutoCloseable {
  private static final String MODELS = "fit.models.";

  /** What is known of a part: how it was asked for, its config, and the lease on the factory that made it. */
  record Part(String slot, Class<?> service, String name, String path, Record config, Lease<?> lease) {}

  private final Registry registry;
  private final Map<Object, Part> parts = new IdentityHashMap<>();
  private final Map<String, Lease<?>> leases = new LinkedHashMap<>();
  /** Slot to the outermost slot it is in, which may be itself; names alone do not tell, for labels may have dots. */
  private final Map<String, String> roots = new HashMap<>();
  private final Map<String, String> transforms = new HashMap<>();
  private final Deque<Place> enclosing = new ArrayDeque<>();
  private final Map<String, String> wanted = new HashMap<>();
  private BundleRanges ranges = new BundleRanges(Map.of());

  /** The slot of a part, and the path of its parameters in the file. */
  private record Place(String slot, String path) {}

  LeasedParts(Registry registry) {
    this.registry = registry;
  }

  /** The kind of service that makes parts of an interface. */
  static <P> Class<? extends PartFactory<P>> factory(Class<P> service) {
    Class<?> kind = service == Estimator.class
        ? EstimatorFactory.class
        : service == Metric.class ? MetricFactory.class : service == Transform.class ? TransformFactory.class : null;
    if (kind == null) {
      throw new IllegalArgumentException("no factory makes a " + service.getName());
    }
    @SuppressWarnings("unchecked")
    Class<? extends PartFactory<P>> checked = (Class<? extends PartFactory<P>>) kind;
    return checked;
  }

  /**
   * Allows only bundles within ranges of versions, for the leases in force and all to come.
   *
   * @throws ConfigException for bundles that are not installed
   * @throws ansatz.experiment.RefusedException for a lease from a bundle outside its range
   */
  void restrict(Map<String, String> texts) {
    ranges = new BundleRanges(texts);
    if (!ranges.isEmpty()) {
      Set<String> bundles = new TreeSet<>();
      registry.bundles().forEach(b -> bundles.add(b.bundle()));
      leases.values().forEach(l -> bundles.add(l.source().bundle()));
      ranges.requireKnown(bundles);
      leases.values().forEach(ranges::check);
    }
  }

  @Override
  public <P> P create(Class<P> service, String name, Map<String, ?> config, String path) {
    String where = path.endsWith("." + name) ? path.substring(0, path.length() - name.length() - 1) : path;
    return make(service, place(service, PartLabel.of(name).name(), where, path), name, config, where);
  }

  /** Leases the factory for a slot and makes its part; {@code where} names the key that asks for it. */
  private <P> P make(Class<P> service, Place place, String name, Map<String, ?> config, String where) {
    String asked = wanted.getOrDefault(place.slot, name);
    Lease<? extends PartFactory<P>> lease = lease(place.slot, factory(service), asked, where);
    roots.put(place.slot, enclosing.isEmpty() ? place.slot : enclosing.peekLast().slot);
    enclosing.push(place);
    try {
      Record record = Params.bind(lease.service().config(), config, place.path, this);
      P part = lease.service().create(record);
      boolean same = lease.name().equals(PartLabel.of(name).name());
      parts.put(part, new Part(place.slot, service, same ? name : lease.name(), place.path, record, lease));
      return part;
    } catch (ParamException e) {
      throw new ConfigException(
          e.getMessage() + "   (" + lease.source().label() + " → ansatz describe " + lease.name() + ")", e);
    } finally {
      enclosing.pop();
    }
  }

  /**
   * Leases a service that is not made by a factory.
   *
   * @param where the key in the file that asks for it, for messages
   */
  <S> Lease<S> lease(String slot, Class<S> kind, String name, String where) {
    Lease<S> lease = take(slot, kind, name, where);
    try {
      ranges.check(lease);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    Lease<?> old = leases.put(slot, lease);
    if (old != null) {
      old.close();
    }
    return lease;
  }

  private <S> Lease<S> take(String slot, Class<S> kind, String name, String where) {
    try {
      return registry.lease(slot, kind, name);
    } catch (ConfigException e) {
      // The registry knows slots; whoever wrote the file knows its keys.
      List<String> offered = registry.offers(kind).stream().map(Offer::name).toList();
      String plain = PartLabel.of(name).name();
      throw plain == null || offered.contains(plain) ? e : UnknownPart.part(where, kind, plain, offered);
    }
  }

  /** Parts to fill slots with, of which nothing is in force until it is adopted; to be closed where it is not. */
  LeasedParts draft() {
    LeasedParts draft = new LeasedParts(registry);
    draft.ranges = ranges;
    draft.transforms.putAll(transforms);
    return draft;
  }

  /**
   * Makes the part of a slot anew in a draft, with the same parameters. Parts inside it stay the versions they are.
   *
   * @param slot the one to fill anew: the part's own or one inside it
   * @param asked {@code name} or {@code name@version}
   * @throws ConfigException when nobody offers it, or it does not take the parameters
   */
  <P> P remake(LeasedParts draft, Class<P> service, P old, String slot, String asked) {
    Part part = parts.get(old);
    leases.forEach((inner, lease) -> {
      if (root(inner).equals(part.slot()) && lease.valid()) {
        draft.wanted.put(inner, new PartLabel(lease.name(), lease.source().version()).toString());
      }
    });
    draft.wanted.put(slot, asked);
    Place place = new Place(part.slot(), part.path());
    try {
      return draft.make(service, place, part.name(), Params.tree(part.config(), this), part.path());
    } catch (ConfigException e) {
      throw e.getCause() instanceof ParamException
          ? new ConfigException("slot " + slot + " cannot be filled by '" + PartLabel.of(asked).name() + "': "
              + e.getMessage(), e)
          : e;
    }
  }

  /** Puts what was made in a draft in force; what filled these slots before is held no longer. */
  void adopt(LeasedParts draft) {
    Map<String, Lease<?>> made = new LinkedHashMap<>(draft.leases);
    draft.leases.clear();
    Set<String> filled = made.keySet().stream().map(draft::root).collect(Collectors.toSet());
    parts.values().removeIf(part -> filled.contains(root(part.slot())));
    parts.putAll(draft.parts);
    List<Lease<?>> old = leases.values().stream().filter(lease -> filled.contains(root(lease.slot()))).toList();
    leases.keySet().removeIf(slot -> filled.contains(root(slot)) && !made.containsKey(slot));
    roots.putAll(draft.roots);
    leases.putAll(made);
    old.forEach(Lease::close);
  }

  /** The outermost slot that a slot is in. */
  String root(String slot) {
    return roots.getOrDefault(slot, slot);
  }

  Part part(Object made) {
    return parts.get(made);
  }

  @Override
  public Map<String, Object> tree(Object made) {
    Part part = parts.get(made);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(part.name(), Params.tree(part.config(), this));
    return tree;
  }

  /** The lease of a slot; null when there is none. */
  Lease<?> lease(String slot) {
    return leases.get(slot);
  }

  /** The leases now in force, in the order in which their slots were filled. */
  List<Lease<?>> leases() {
    return new ArrayList<>(leases.values());
  }

  private Place place(Class<?> service, String name, String where, String path) {
    Place outer = enclosing.peek();
    if (outer != null) {
      return new Place(outer.slot + where.substring(outer.path.length()), path);
    }
    if (where.startsWith(MODELS)) {
      return new Place("model." + where.substring(MODELS.length()), where);
    }
    if (service == Transform.class) {
      return new Place(transforms.computeIfAbsent(where, _ -> unused("transform." + name)), path);
    }
    return new Place((service == Metric.class ? "metric." : "") + name, path);
  }

  private String unused(String slot) {
    String free = slot;
    for (int i = 2; transforms.containsValue(free); i++) {
      free = slot + "-" + i;
    }
    return free;
  }

  @Override
  public void close() {
    leases.values().forEach(Lease::close);
    leases.clear();
    parts.clear();
  }
}
