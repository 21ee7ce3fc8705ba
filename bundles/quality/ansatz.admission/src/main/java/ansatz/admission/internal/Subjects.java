package ansatz.admission.internal;

import ansatz.learn.Name;
import ansatz.learn.ParamException;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import ansatz.learn.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The services of some bundles, taken from the registry and held while contracts are tried on them.
 *
 * <p>Test classes are made by JUnit and find their subjects here; there are subjects only between {@link #open} and
 * {@link #close}, and nothing of them is kept afterwards.
 */
final class Subjects implements AutoCloseable, Parts {
  private static Subjects current;

  private final BundleContext context;
  private final Predicate<ServiceReference<?>> tried;
  private final Map<ServiceReference<?>, Object> held = new LinkedHashMap<>();

  private Subjects(BundleContext context, Predicate<ServiceReference<?>> tried) {
    this.context = context;
    this.tried = tried;
  }

  /** Takes the place of the subjects. @param tried which services are on trial */
  static synchronized Subjects open(BundleContext context, Predicate<ServiceReference<?>> tried) {
    if (current != null) {
      throw new IllegalStateException("contracts are being tried already");
    }
    current = new Subjects(context, tried);
    return current;
  }

  static synchronized Subjects current() {
    return Objects.requireNonNull(current, "no contracts are being tried");
  }

  /** Gives every service back. */
  @Override
  public void close() {
    synchronized (Subjects.class) {
      current = null;
    }
    held.keySet().forEach(context::ungetService);
    held.clear();
  }

  /** The services of a kind, by name. */
  <S> List<Subject<S>> services(Class<S> kind) {
    List<Subject<S>> services = new ArrayList<>();
    for (ServiceReference<S> reference : tried(kind)) {
      services.add(new Subject<>(name(reference), () -> service(reference)));
    }
    return services;
  }

  /** The parts that the factories of a kind make, one for each of their examples. */
  <P> List<Subject<P>> parts(Class<? extends PartFactory<P>> kind) {
    List<Subject<P>> parts = new ArrayList<>();
    for (ServiceReference<? extends PartFactory<P>> reference : tried(kind)) {
      PartFactory<P> factory = service(reference);
      for (Map<String, Object> example : factory.examples()) {
        parts.add(new Subject<>(name(reference, example), () -> make(factory, example)));
      }
    }
    return parts;
  }

  /** A part from a config as in a file. */
  <P> P make(PartFactory<P> factory, Map<String, ?> config) {
    return factory.create(Params.bind(factory.config(), config, "", this));
  }

  /** The best service of a kind that is not itself on trial, if there is one; for contracts that need a collaborator. */
  <S> S collaborator(Class<S> kind) {
    List<ServiceReference<S>> all = references(kind);
    ServiceReference<S> best = all.stream().filter(reference -> !tried.test(reference)).findFirst()
        .or(() -> all.stream().findFirst())
        .orElseThrow(() -> new IllegalStateException("nobody offers a " + kind.getName()));
    return service(best);
  }

  /** A part inside a part: from the bundles on trial where they offer one of that name. */
  @Override
  public <P> P create(Class<P> part, String name, Map<String, ?> config, String path) {
    List<ServiceReference<?>> named = references(Kind.making(part).service()).stream()
        .<ServiceReference<?>>map(reference -> reference)
        .filter(reference -> name(reference).equals(name)).toList();
    ServiceReference<?> best = named.stream().filter(tried).findFirst()
        .or(() -> named.stream().findFirst())
        .orElseThrow(() -> new ParamException(path, name, "is not offered by any bundle"));
    Object service = service(best);
    return part.cast(service instanceof PartFactory<?> factory ? make(factory, config) : service);
  }

  private <S> List<ServiceReference<S>> tried(Class<S> kind) {
    return references(kind).stream().filter(tried).sorted(Comparator.comparing(Subjects::name)).toList();
  }

  private <S> List<ServiceReference<S>> references(Class<S> kind) {
    try {
      return context.getServiceReferences(kind, null).stream().sorted(Comparator.reverseOrder()).toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
  }

  /** The service, held until the subjects are closed. */
  <S> S service(ServiceReference<S> reference) {
    @SuppressWarnings("unchecked")
    S service = (S) held.computeIfAbsent(reference, context::getService);
    if (service == null) {
      throw new IllegalStateException(Arrays.toString((String[]) reference.getProperty("objectClass")) + " '"
          + name(reference) + "' cannot be made; the log says why");
    }
    return service;
  }

  /** The name of a part that a factory makes. */
  static String name(ServiceReference<?> factory, Map<String, Object> example) {
    return name(factory) + (example.isEmpty() ? "" : " " + example);
  }

  static String name(ServiceReference<?> reference) {
    return Objects.toString(reference.getProperty(Name.PROPERTY));
  }
}
