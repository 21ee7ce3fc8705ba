package ansatz.runner;

import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.Registry;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.learn.ParamException;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import ansatz.learn.Parts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of one experiment, each made by a factory that its slot leases.
 *
 * <p>A model's slot is {@code model.<label>}, a metric's {@code metric.<name>}, a transform's {@code transform.<name>};
 * a part inside a part has the path of the outer slot before its own.
 */
final class LeasedParts implements Parts, AutoCloseable {
  private static final String MODELS = "fit.models.";

  /** What is known of a part: how it was asked for, its config, and the lease on the factory that made it. */
  record Part(String slot, Class<?> service, String name, String path, Record config, Lease<?> lease) {}

  private final Registry registry;
  private final Map<Object, Part> parts = new IdentityHashMap<>();
  private final Map<String, Lease<?>> leases = new LinkedHashMap<>();

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

  @Override
  public <P> P create(Class<P> service, String name, Map<String, ?> config, String path) {
    String where = path.endsWith("." + name) ? path.substring(0, path.length() - name.length() - 1) : path;
    return make(service, slot(where, name, service), name, config, where, service == Estimator.class ? where : path);
  }

  /** Leases the factory for a slot and makes its part; {@code where} and {@code at} stand in messages. */
  private <P> P make(Class<P> service, String slot, String name, Map<String, ?> config, String where, String at) {
    Lease<? extends PartFactory<P>> lease = lease(slot, factory(service), name, where);
    try {
      Record record = Params.bind(lease.service().config(), config, at, this);
      P part = lease.service().create(record);
      parts.put(part, new Part(slot, service, name, at, record, lease));
      return part;
    } catch (ParamException e) {
      throw new ConfigException(
          e.getMessage() + "   (" + lease.source().label() + " → ansatz describe " + name + ")", e);
    }
  }

  /** Leases a service that is not made by a factory. */
  <S> Lease<S> lease(String slot, Class<S> kind, String name, String where) {
    try {
      Lease<S> lease = registry.lease(slot, kind, name);
      Lease<?> old = leases.put(slot, lease);
      if (old != null) {
        old.close();
      }
      return lease;
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage().replaceFirst("^\\Q" + slot + "\\E", where), e);
    }
  }

  /** Makes the part of a slot anew, from whoever offers the same name now. */
  <P> P renew(Class<P> service, P old) {
    Part part = parts.remove(old);
    return make(service, part.slot(), part.name(), Params.tree(part.config(), this), part.path(), part.path());
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

  /** The leases now in force, in the order in which their slots were filled. */
  List<Lease<?>> leases() {
    return new ArrayList<>(leases.values());
  }

  private static String slot(String where, String name, Class<?> service) {
    if (where.startsWith(MODELS)) {
      return "model." + where.substring(MODELS.length());
    }
    return (service == Metric.class ? "metric." : service == Transform.class ? "transform." : "") + name;
  }

  @Override
  public void close() {
    leases.values().forEach(Lease::close);
    leases.clear();
  }
}
