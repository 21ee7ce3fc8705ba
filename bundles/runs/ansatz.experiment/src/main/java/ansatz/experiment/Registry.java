package ansatz.experiment;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Where runs find parts: the service registry of the framework, or a plain list where there is none. */
@ProviderType
public interface Registry {
  /** All offers of a kind, best first: higher ranking, then name. */
  <S> List<Offer<S>> offers(Class<S> kind);

  /** Rises whenever a service may have come or gone: leases are looked at only when it has. Cost: one volatile read. */
  long epoch();

  /**
   * Leases the service of that name, or the best one where the name is null.
   *
   * @param name {@code name}, {@code name@version} for that version of its bundle, or {@code name@} for the version that
   *   is in force for new work by now, promoted since this process started
   * @throws ConfigException when there is none
   */
  <S> Lease<S> lease(String slot, Class<S> kind, String name);

  /** The source of every bundle that is running, for the lock. */
  List<Source> bundles();
}
