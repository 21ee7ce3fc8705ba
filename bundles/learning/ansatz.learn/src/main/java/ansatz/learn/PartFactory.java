package ansatz.learn;

import java.util.List;
import java.util.Map;

/**
 * Makes parts of one algorithm from its config record; what a bundle registers as a service, with {@link Name}.
 *
 * @param <P> the service interface of the part: {@link Estimator}, {@link Metric} ...
 */
public interface PartFactory<P> {
  /** The algorithm's class, which carries {@link Cite} and the description copied from its Javadoc. */
  Class<? extends P> algorithm();

  /** The record that holds every parameter, each component with {@link Param}. */
  Class<? extends Record> config();

  /**
   * Configs with which contracts can try the part, as in a file; to be given where a parameter has no default.
   */
  default List<Map<String, Object>> examples() {
    return List.of(Map.of());
  }

  /** The part for a config of the type {@link #config()}, already checked against its bounds. */
  P create(Record config);
}
