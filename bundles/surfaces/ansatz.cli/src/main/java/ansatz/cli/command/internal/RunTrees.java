package ansatz.cli.command.internal;

import ansatz.experiment.RunRow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Runs as trees for JSON. */
final class RunTrees {
  private RunTrees() {}

  static Map<String, Object> of(RunRow run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", run.id());
    tree.put("name", run.name());
    tree.put("experiment", run.experiment());
    tree.put("source", run.source());
    tree.put("state", state(run));
    tree.put("step", run.step());
    tree.put("total", run.total());
    tree.put("created", run.created());
    tree.put("ended", run.ended());
    tree.put("seconds", run.seconds());
    tree.put("config", run.configDigest());
    tree.put("headline", run.headline());
    tree.put("message", run.message());
    return tree;
  }

  static String state(RunRow run) {
    return run.state().name().toLowerCase(Locale.ROOT);
  }
}
