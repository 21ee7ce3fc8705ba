package ansatz.runner;

import ansatz.experiment.Lease;
import ansatz.experiment.Offer;
import ansatz.experiment.Registry;
import ansatz.experiment.Source;
import ansatz.learn.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Parts handed over by plain Java, best first, where no framework runs. */
public final class PlainRegistry implements Registry {
  private record Entry(Class<?> kind, String name, Object service) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Offers a service under the {@link Name} of its class. */
  public <S> PlainRegistry with(Class<S> kind, S service) {
    Name name = service.getClass().getAnnotation(Name.class);
    return with(kind, name == null ? service.getClass().getSimpleName() : name.value(), service);
  }

  /** Offers a service under a name. */
  public <S> PlainRegistry with(Class<S> kind, String name, S service) {
    entries.add(new Entry(kind, name, service));
    return this;
  }

  @Override
  public <S> List<Offer<S>> offers(Class<S> kind) {
    return entries.stream().filter(e -> e.kind == kind)
        .map(e -> new Offer<>(kind, e.name, 0, source(e.service), kind.cast(e.service))).toList();
  }

  @Override
  public <S> Lease<S> lease(String slot, Class<S> kind, String name) {
    List<Offer<S>> offers = offers(kind);
    return offers.stream().filter(o -> name == null || o.name().equals(name)).findFirst()
        .<Lease<S>>map(o -> new Held<>(slot, o.name(), o.service(), o.source()))
        .orElseThrow(() -> Unknown.part(slot, kind, name, offers.stream().map(Offer::name).toList()));
  }

  @Override
  public List<Source> bundles() {
    return List.of();
  }

  private static Source source(Object service) {
    return new Source(service.getClass().getPackageName(), "0", "", new TreeMap<>());
  }

  private record Held<S>(String slot, String name, S service, Source source) implements Lease<S> {
    @Override
    public boolean valid() {
      return true;
    }

    @Override
    public void close() {}
  }
}
