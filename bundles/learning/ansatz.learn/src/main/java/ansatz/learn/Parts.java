package ansatz.learn;

import java.util.Map;

/**
 * Finds parts by name while a config is bound: {@code schedule: cosine} or {@code schedule: {cosine: {steps: 100}}}.
 */
public interface Parts {
  /**
   * The part of that name.
   *
   * @param service the part's interface, such as {@code Estimator}
   * @param config the part's own parameters, not yet checked
   * @param path where they stand in the file: {@code optimizer.schedule.cosine}
   * @throws ParamException for a name that nobody offers and for parameters that do not fit
   */
  <P> P create(Class<P> service, String name, Map<String, ?> config, String path);

  /** The tree from which {@link #create} made the part, {@code {name: config}}, with every default filled in. */
  default Map<String, Object> tree(Object part) {
    throw new IllegalArgumentException(part.getClass().getName() + " was not made by these parts");
  }

  /** For configs without parts. */
  Parts NONE = new Parts() {
    @Override
    public <P> P create(Class<P> service, String name, Map<String, ?> config, String path) {
      throw new ParamException(path, name, "cannot be found: no " + service.getSimpleName() + " is offered here");
    }
  };
}
