package ansatz.experiment;

import ansatz.learn.Name;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Parts handed over by plain Java, best first, where no framework runs. Of several versions of a part the first one
 * stands, the others are had by {@code name@version}.
 */
public final class PlainRegistry implements Registry {
  /** The version of what is offered without one. */
  private static final String UNVERSIONED = "0";

  private record Entry(Class<?> kind, String name, Object service, Source source) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final AtomicLong epoch = new AtomicLong();

  /** Offers a service under the {@link Name} of its class. */
  public <S> PlainRegistry with(Class<S> kind, S service) {
    Name name = service.getClass().getAnnotation(Name.class);
    return with(kind, name == null ? service.getClass().getSimpleName() : name.value(), service);
  }

  /** Offers a service under a name. */
  public <S> PlainRegistry with(Class<S> kind, String name, S service) {
    return with(kind, name, UNVERSIONED, service);
  }

  /** Offers a version of a service, as if a bundle of that version and named like the class's package held it. */
  public <S> PlainRegistry with(Class<S> kind, String name, String version, S service) {
    return with(kind, name, new Source(service.getClass().getPackageName(), version, "", new TreeMap<>()), service);
  }

  /** Offers a service as if it came from a bundle. */
  public <S> PlainRegistry with(Class<S> kind, String name, Source source, S service) {
    entries.add(new Entry(kind, name, service, source));
    epoch.incrementAndGet();
    return this;
  }

  /** Withdraws a version of a service. */
  public void withdraw(Class<?> kind, String name, String version) {
    entries.removeIf(e -> e.kind == kind && e.name.equals(name) && e.source.version().equals(version));
    epoch.incrementAndGet();
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  @Override
  public <S> List<Offer<S>> offers(Class<S> kind) {
    return entries.stream().filter(e -> e.kind == kind && stands(e))
        .map(e -> new Offer<>(kind, e.name, 0, e.source, kind.cast(e.service))).toList();
  }

  private boolean stands(Entry entry) {
    return entries.stream().filter(e -> e.kind == entry.kind && e.name.equals(entry.name)).findFirst()
        .orElse(null) == entry;
  }

  @Override
  public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
    PartLabel label = PartLabel.of(name);
    List<Entry> named = entries.stream().filter(e -> e.kind == kind)
        .filter(e -> name == null || e.name.equals(label.name())).toList();
    if (named.isEmpty()) {
      throw UnknownPart.part(slot, kind, label.name(), offers(kind).stream().map(Offer::name).toList());
    }
    return named.stream().filter(e -> !label.versioned() || e.source.version().equals(label.version()))
        .findFirst().<Lease<S>>map(e -> new PlainLease<>(slot, kind, e))
        .orElseThrow(() -> new ConfigException(slot + ": no version " + label.version() + " of '" + label.name()
            + "' — there is " + String.join(", ", named.stream().map(e -> e.source.version()).toList())));
  }

  @Override
  public List<Source> bundles() {
    return List.of();
  }

  private final class PlainLease<S> extends AbstractLease<S> {
    private Entry entry;

    private PlainLease(String slot, Class<S> kind, Entry entry) {
      super(slot, kind, entry.name, entry.source, kind.cast(entry.service));
      this.entry = entry;
    }

    @Override
    protected boolean offered() {
      return entries.stream().anyMatch(e -> e == entry);
    }

    @Override
    protected void release() {
      entry = null;
    }
  }
}
