package ansatz.experiment;

/** What every lease remembers: slot, kind, name and source for good, the service until it is closed. */
public abstract class AbstractLease<S> implements Lease<S> {
  private final String slot;
  private final Class<S> kind;
  private final String name;
  private final Source source;
  private S service;

  protected AbstractLease(String slot, Class<S> kind, String name, Source source, S service) {
    this.slot = slot;
    this.kind = kind;
    this.name = name;
    this.source = source;
    this.service = service;
  }

  @Override
  public final String slot() {
    return slot;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Class<S> kind() {
    return kind;
  }

  @Override
  public final S service() {
    if (service == null) {
      throw new IllegalStateException("the lease of slot " + slot + " is closed");
    }
    return service;
  }

  @Override
  public final Source source() {
    return source;
  }

  @Override
  public final boolean valid() {
    return service != null && offered();
  }

  /** Whether the service has not been withdrawn; not asked once the lease is closed. */
  protected abstract boolean offered();

  @Override
  public final void close() {
    if (service != null) {
      service = null;
      release();
    }
  }

  /** Lets go of whatever else holds the service; called once. */
  protected abstract void release();
}
