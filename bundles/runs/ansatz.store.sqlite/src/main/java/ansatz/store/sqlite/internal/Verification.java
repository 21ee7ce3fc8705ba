package ansatz.store.sqlite.internal;

import ansatz.experiment.ChainLink;
import ansatz.experiment.Home;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Follows all chains of a home and compares what they say with what is recorded. */
public final class Verification {
  private final Link link;
  private final Home home;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Set<String>> hashes = new HashMap<>();

  private Verification(Link link, Home home) {
    this.link = link;
    this.home = home;
  }

  /** What does not hold; a line that begins with {@code note: } is no defect. */
  public static List<String> of(Link link, Home home, List<String> heads) throws SQLException {
    link.script("BEGIN");
    try {
      return new Verification(link, home).findings(heads);
    } finally {
      link.script("ROLLBACK");
    }
  }

  private List<String> findings(List<String> heads) throws SQLException {
    List<LinkBody> events = follow(Chain.HOME, "the home");
    Set<String> runs = new TreeSet<>();
    for (RunRows.Key run : RunRows.keys(link)) {
      runs.add(run.id());
      String label = "run " + RunRows.get(link, run.key()).name() + " (" + run.id() + ")";
      List<LinkBody> said = follow(run.id(), label);
      if (!said.isEmpty()) {
        findings.addAll(new RunAudit(link, home, run, label).compare(said));
      }
    }
    for (String chain : link.query("SELECT DISTINCT chain FROM chains ORDER BY chain", r -> r.getString(1))) {
      if (!chain.equals(Chain.HOME) && !runs.contains(chain)) {
        follow(chain, "run " + chain);
        findings.add("run " + chain + " was deleted: its chain is here, it is not");
      }
    }
    findings.addAll(new HomeAudit(link, runs, hashes).compare(events));
    for (String head : heads) {
      if (hashes.values().stream().noneMatch(known -> known.contains(head.toLowerCase(Locale.ROOT)))) {
        findings.add("head " + head + " is not in any chain here: truncated or rewritten");
      }
    }
    return List.copyOf(findings);
  }

  /** Recomputes a chain; what its links say, as far as they can be read. */
  private List<LinkBody> follow(String chain, String label) throws SQLException {
    List<LinkBody> said = new ArrayList<>();
    Set<String> known = hashes.computeIfAbsent(chain, _ -> new HashSet<>());
    ChainLink before = ChainLink.NONE;
    for (ChainLink next : Chain.links(link, chain)) {
      known.add(next.sha256());
      ChainLink expected = before.next(next.body());
      if (next.sequence() != expected.sequence()) {
        findings.add(label + ": " + (next.sequence() - expected.sequence() == 1
            ? "link " + expected.sequence() + " of the chain is gone"
            : "links " + expected.sequence() + " to " + (next.sequence() - 1) + " of the chain are gone"));
      } else if (!next.previous().equals(expected.previous())) {
        findings.add(label + ", link " + next.sequence() + ": does not follow link " + before.sequence()
            + ", whose hash is " + before.sha256() + ", not " + next.previous());
      }
      String recomputed = new ChainLink(0, ChainLink.ORIGIN, "", next.previous()).next(next.body()).sha256();
      if (!recomputed.equals(next.sha256())) {
        findings.add(label + ", link " + next.sequence() + ": was edited; it hashes to " + recomputed + ", recorded is "
            + next.sha256());
      }
      try {
        said.add(new LinkBody(next.sequence(), Chain.tree(next.body())));
      } catch (IOException e) {
        findings.add(
            label + ", link " + next.sequence() + ": cannot be read: " + e.getMessage().lines().findFirst().orElse(""));
      }
      before = next;
    }
    return said;
  }
}
