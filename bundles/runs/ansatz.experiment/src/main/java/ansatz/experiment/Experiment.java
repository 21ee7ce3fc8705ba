package ansatz.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resolved experiment: one tree of maps, lists and scalars, with {@code extends} and overrides worked in and every
 * default filled in; what {@code config.yaml} of a run holds.
 *
 * @param procedure the name of the procedure whose section it has: {@code fit}, later {@code train}, {@code sample}
 * @param tree the whole file as a tree
 */
public record Experiment(String name, long seed, String procedure, Map<String, Object> tree) {
  public Experiment {
    tree = Collections.unmodifiableMap(new LinkedHashMap<>(tree));
  }
}
