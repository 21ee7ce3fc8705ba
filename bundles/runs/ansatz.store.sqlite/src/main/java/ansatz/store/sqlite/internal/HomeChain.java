package ansatz.store.sqlite.internal;

import ansatz.bundles.BundleVersion;
import ansatz.bundles.Generation;
import ansatz.experiment.ChainLink;
import ansatz.experiment.RunRow;
import ansatz.experiment.Trees;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the chain of a home says: which runs there are and how they ended, which bundles came, went live and went. */
public final class HomeChain {
  private HomeChain() {}

  /** The first link: which runs there were before there were chains. */
  public static void begin(Link link) throws SQLException {
    if (Chain.last(link, Chain.HOME).sequence() == 0) {
      Chain.append(link, Chain.HOME, "begun", earlier(RunRows.withoutChain(link)));
    }
  }

  static Map<String, Object> earlier(List<String> runs) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("runs", runs.size());
    said.put("sha256", Trees.sha256(String.join("\n", runs).getBytes(StandardCharsets.UTF_8)));
    return said;
  }

  static void runCreated(Link link, RunRow run, ChainLink head) throws SQLException {
    append(link, "run created", run, head);
  }

  static void runTakenOver(Link link, RunRow run, ChainLink head) throws SQLException {
    append(link, "run taken over", run, head);
  }

  static void runEnded(Link link, RunRow run, ChainLink head) throws SQLException {
    append(link, "run ended", run, head);
  }

  private static void append(Link link, String event, RunRow run, ChainLink head) throws SQLException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("run", run.id());
    said.put("name", run.name());
    said.put("state", run.state().name());
    said.put("head", head.sha256());
    append(link, event, said);
  }

  static void append(Link link, String event, Map<String, Object> said) throws SQLException {
    begin(link);
    Chain.append(link, Chain.HOME, event, said);
  }

  public static void staged(Link link, BundleVersion version, String who) throws SQLException {
    Map<String, Object> said = bundle(version);
    said.put("by", who);
    append(link, "bundle staged", said);
  }

  public static void retired(Link link, String name, String version, String who) throws SQLException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("bundle", name);
    said.put("version", version);
    said.put("by", who);
    append(link, "bundle retired", said);
  }

  /** Promoted or rolled back, as its words say. */
  public static void generation(Link link, Generation generation) throws SQLException {
    Map<String, Object> said = decision(generation);
    said.put("state", generation.state().name());
    said.put("process", generation.process());
    append(link, "generation", said);
  }

  public static void marked(Link link, long number, Generation.State state, String process) throws SQLException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("number", number);
    said.put("state", state.name());
    said.put("process", process);
    append(link, "generation " + state.name().toLowerCase(Locale.ROOT), said);
  }

  /** What a version is and stays. */
  static Map<String, Object> bundle(BundleVersion v) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("bundle", v.name());
    said.put("version", v.version());
    said.put("sha256", v.sha256());
    said.put("bytes", Chain.number(v.bytes()));
    said.put("installed", Times.text(v.installed()));
    said.put("who", v.who());
    return said;
  }

  /** What a generation is and stays. */
  static Map<String, Object> decision(Generation g) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("number", g.number());
    said.put("promoted", g.promoted());
    said.put("created", Times.text(g.created()));
    said.put("who", g.who());
    said.put("what", g.what());
    return said;
  }
}
