package ansatz.runner.config.internal;

import ansatz.experiment.Trees;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Trees of maps, lists and scalars as YAML text. */
public final class Yaml {
  private Yaml() {}

  public static byte[] bytes(Object tree) {
    return new Dump(DumpSettings.builder().setSchema(new CoreSchema()).setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(tree).getBytes(StandardCharsets.UTF_8);
  }
}
