package ansatz.experiment;

import org.osgi.annotation.versioning.ProviderType;

/** The hold of a slot on one service, for as long as the slot lives or until the service goes. */
@ProviderType
public interface Lease<S> extends AutoCloseable {
  /** The slot, by path: {@code linalg}, {@code model.ridge}. */
  String slot();

  /** The {@code ansatz.name} of the service. */
  String name();

  /** The service interface it was leased as. */
  Class<S> kind();

  S service();

  /** The bundle that defined the service's class, checked equal to the one that registered it. */
  Source source();

  /** False once the service has been withdrawn; asked at every step boundary. */
  boolean valid();

  @Override
  void close();
}
