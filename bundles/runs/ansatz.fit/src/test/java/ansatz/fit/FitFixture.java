package ansatz.fit;

import ansatz.experiment.Experiment;
import ansatz.experiment.Registry;
import ansatz.experiment.Work;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Experiments as the procedure gets them. */
final class FitFixture {
  private FitFixture() {}

  /** A checked experiment. */
  static Experiment experiment(String yaml, Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Object read = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    ((Map<?, ?>) read).forEach((key, value) -> tree.put((String) key, value));
    Map<String, Object> resolved = new FitProcedure().check(tree, registry);
    return new Experiment((String) resolved.get("name"), (Long) resolved.get("seed"), "fit", resolved);
  }

  static Work open(String yaml, Registry registry) {
    return new FitProcedure().open(experiment(yaml, registry), registry);
  }
}
