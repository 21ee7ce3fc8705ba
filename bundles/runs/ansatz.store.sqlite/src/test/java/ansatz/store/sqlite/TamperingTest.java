package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.bundles.BundleVersion;
import ansatz.experiment.ChainLink;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database is changed by hand: every change is found and named, and nothing is found where there was none. */
final class TamperingTest {
  private static final Source OLD = source("1.0.0");
  private static final Source NEW = source("1.0.1");

  @TempDir
  static Path untouched;

  @TempDir
  Path folder;

  private static String runHead;
  private static String homeHead;

  private Home home;

  /** A run that swapped and ended, one that goes on, a promoted bundle. */
  @BeforeAll
  static void record() {
    Home home = new Home(untouched);
    try (SqliteRunStore store = new SqliteRunStore(home);
        SqliteBundleCatalogue catalogue = new SqliteBundleCatalogue(home)) {
      store.create(Child.run("r-1"));
      store.create(Child.run("r-2"));
      store.acknowledge("r-2", new Progress(1, 9, Child.points(1), List.of(), List.of(entry(1, 1, OLD))));
      store.checkpoint("r-1", new Checkpoint(2, "c-2", 10, "c2"), new Progress(2, 9, Child.points(2), List.of(),
          List.of(entry(1, 2, OLD)), List.of(new Swap(2, "model", Swap.Kind.SWAPPED, "ridge", OLD, "ridge", NEW, false,
              "ada", "faster", "", "c-2", "c2"))));
      store.checkpoint("r-1", new Checkpoint(4, "c-4", 10, "c4"),
          new Progress(4, 9, Child.points(4), List.of(), List.of(entry(3, 4, NEW))));
      store.acknowledge("r-1", new Progress(9, 9, Child.points(9), List.of(), List.of(entry(3, 9, NEW))));
      store.update(new RunRow("r-1", "", "", "", RunState.FINISHED, 9, 9, Instant.EPOCH, Instant.EPOCH, 1.5, "",
          "rmse 0.12", ""));
      catalogue.stage(new BundleVersion("ansatz.regression", "1.0.1", "ab", BundleVersion.State.STAGED, 10,
          Instant.EPOCH, "ada"));
      catalogue.advance(0, new TreeMap<>(Map.of("ansatz.regression", "1.0.1")), "ada", "promote");
      runHead = store.chain("r-1").getLast().sha256();
      homeHead = store.homeChain().getLast().sha256();
    }
  }

  @BeforeEach
  void copy() throws IOException {
    home = new Home(folder);
    Files.copy(new Home(untouched).database(), home.database());
  }

  @Test
  void nothingIsFoundWhereNothingWasChanged() {
    assertEquals(List.of(), verify(runHead, homeHead));
  }

  /** Statement; what the first finding says, whose parts stand between stars. */
  @ParameterizedTest
  @CsvSource(delimiter = '|',
      textBlock = """
          UPDATE ledger SET to_step = 1 WHERE from_step = 1 AND run = 1 | otter-r-1 (r-1), link 2*slot model from step 1: the last step is 1, the link says 2
          UPDATE ledger SET to_step = 8 WHERE from_step = 3 | otter-r-1 (r-1), link 7*slot model from step 3: the last step is 8, the link says 9
          UPDATE ledger SET to_step = 5 WHERE run = 2 | otter-r-2 (r-2), link 2*the last step is 5, but the run has done 1
          UPDATE ledger SET part = 'svm' WHERE from_step = 1 AND run = 1 | link 2: ledger, slot model from step 1: part is svm, the link says ridge
          UPDATE ledger SET why = 'other' WHERE from_step = 3 | link 5: ledger, slot model from step 3: why is other, the link says start
          UPDATE ledger SET source = 1 WHERE from_step = 3 | link 5*version is 1.0.0, the link says 1.0.1
          UPDATE ledger SET from_step = 2 WHERE from_step = 3 | has an entry (slot model from step 2) that no link speaks of
          UPDATE wiring SET sha256 = 'ee' WHERE source = 1 | link 2: ledger, slot model from step 1: wiring is
          UPDATE sources SET sha256 = 'ee' WHERE key = 2 | sha256 is ee, the link says s1.0.1
          DELETE FROM ledger WHERE from_step = 1 AND run = 1 | otter-r-1 (r-1), link 2: the ledger's entry (slot model from step 1) is gone
          UPDATE points SET bits = bits + 1 WHERE run = 1 AND step = 4 | otter-r-1 (r-1), link 6: points 4 to 6
          UPDATE points SET step = 8 WHERE run = 1 AND step = 9 | otter-r-1 (r-1), link 7: points 7 to 9
          DELETE FROM points WHERE run = 1 AND step = 9 | link 7: there are 6 points, the link says 9
          INSERT INTO points SELECT run, 9, series, metric, value, bits FROM points WHERE run = 1 LIMIT 1 | there are more than the 9 points
          UPDATE runs SET headline = 'rmse 0.01' WHERE key = 1 | link 7: headline is rmse 0.01, the link says rmse 0.12
          UPDATE runs SET state = 'FAILED' WHERE key = 1 | link 7: state is FAILED, the link says FINISHED
          UPDATE runs SET step = 8 WHERE key = 1 | link 7: the last step is 8, the link says 9
          UPDATE runs SET config_digest = 'other' WHERE key = 2 | otter-r-2 (r-2), link 1: config is other, the link says d
          UPDATE swaps SET why = 'other' | link 3: swap: why is other, the link says faster
          DELETE FROM swaps | link 3: the swap is gone
          UPDATE checkpoints SET sha256 = 'ee' WHERE step = 4 | link 6: c-4: sha256 is ee, the link says c4
          DELETE FROM checkpoints WHERE step = 4 | link 6: the row of checkpoint c-4 is gone
          UPDATE chains SET body = replace(body, 'rmse 0.12', 'rmse 0.01') WHERE chain = 'r-1' | otter-r-1 (r-1), link 7: was edited
          UPDATE chains SET body = 'nonsense' WHERE chain = 'r-1' AND sequence = 2 | otter-r-1 (r-1), link 2: was edited
          UPDATE chains SET body = '{"event":"entered"}' WHERE chain = 'r-1' AND sequence = 2 | otter-r-1 (r-1), link 2: was edited
          UPDATE chains SET previous = sha256 WHERE chain = 'r-1' AND sequence = 3 | otter-r-1 (r-1), link 3: does not follow link 2
          DELETE FROM chains WHERE chain = 'r-1' AND sequence = 2 | otter-r-1 (r-1): link 2 of the chain is gone
          DELETE FROM chains WHERE chain = 'r-1' AND sequence IN (2, 3) | otter-r-1 (r-1): links 2 to 3 of the chain are gone
          DELETE FROM chains WHERE chain = 'r-1' AND sequence = 7 | state is FINISHED, the link says RUNNING
          DELETE FROM chains WHERE chain = 'r-1' | run r-1: its whole chain is gone
          DELETE FROM chains WHERE chain = '@home' AND sequence = 1 | the home: link 1 of the chain is gone
          DELETE FROM chains WHERE chain = '@home' | run r-1 has a chain, but the chain of the home does not speak of it
          UPDATE bundles SET sha256 = 'ee' | the home, link 5: ansatz.regression@1.0.1: sha256 is ee, the link says ab
          UPDATE bundles SET state = 'RETIRED' | ansatz.regression@1.0.1 is RETIRED, the link says bundle staged
          UPDATE generations SET who = 'eve' | the home, link 6: generation 1: who is eve, the link says ada
          DELETE FROM promoted | generation 1: promoted is
          UPDATE generations SET state = 'GOOD' | the home, link 6: generation 1: state is GOOD, the link says NEW
          """)
  void aChangeIsFoundAndNamed(String statement, String said) throws SQLException {
    change(statement);
    assertFound(verify(), said);
  }

  @Test
  void aDeletedRunIsMissed() throws SQLException {
    change("DELETE FROM points WHERE run = 2", "DELETE FROM ledger WHERE run = 2", "DELETE FROM covered WHERE run = 2",
        "DELETE FROM runs WHERE key = 2");
    assertFound(verify(), "speaks of run otter-r-2 (r-2), which is not here any more");
    assertFound(verify(), "run r-2 was deleted");
  }

  @Test
  void aRunThatWasSmuggledInIsFound() throws SQLException {
    change("""
        INSERT INTO runs SELECT 17, 'r-0', 'forged', experiment, source, state, step, total, created, ended, seconds,
          seconds_bits, config_digest, headline, message FROM runs WHERE key = 1""");
    assertFound(verify(), "link 1: says that 0 runs were there before there were chains, here are 1");
  }

  /** Together with what they speak of: only who kept the head can miss them. */
  @Test
  void lastLinksThatAreGoneAreMissedByTheSavedHead() throws SQLException {
    String saved = head("@home");
    change("DELETE FROM chains WHERE chain = '@home' AND sequence = 6", "DELETE FROM promoted",
        "DELETE FROM generations");
    assertEquals(List.of(), verify());
    assertEquals(List.of("head " + saved + " is not in any chain here: truncated or rewritten"), verify(saved));
  }

  @Test
  void aRewrittenChainIsFoundByTheSavedHead() throws SQLException {
    change("UPDATE runs SET headline = 'rmse 0.01' WHERE key = 1");
    rewrite("r-1", "rmse 0.12", "rmse 0.01");
    rewrite("@home", runHead, head("r-1"));
    assertEquals(List.of(), verify(), "consistent in itself");
    List<String> found = verify(runHead, homeHead);
    assertEquals(2, found.size(), found.toString());
    assertFound(found, "head " + runHead + " is not in any chain here: truncated or rewritten");
    assertFound(found, "head " + homeHead);
  }

  @Test
  void aRunsRewrittenChainIsFoundByTheHome() throws SQLException {
    change("UPDATE runs SET headline = 'rmse 0.01' WHERE key = 1");
    rewrite("r-1", "rmse 0.12", "rmse 0.01");
    assertFound(verify(), "says 'run ended' of run otter-r-1 (r-1) with head " + runHead);
  }

  private List<String> verify(String... heads) {
    try (SqliteRunStore store = new SqliteRunStore(home)) {
      return store.verify(List.of(heads));
    }
  }

  private static void assertFound(List<String> findings, String said) {
    String[] parts = said.split("\\*");
    assertTrue(findings.stream().anyMatch(finding -> {
      int from = 0;
      for (String part : parts) {
        int at = finding.indexOf(part, from);
        if (at < 0) {
          return false;
        }
        from = at + part.length();
      }
      return true;
    }), said + "\nnot among\n" + String.join("\n", findings));
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.database());
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection = open(); Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertTrue(statement.executeUpdate(sql) > 0, "changed nothing: " + sql);
      }
    }
  }

  private String head(String chain) throws SQLException {
    return links(chain).getLast().sha256();
  }

  private List<ChainLink> links(String chain) throws SQLException {
    List<ChainLink> links = new ArrayList<>();
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery("SELECT sequence, previous, body, sha256 FROM chains WHERE chain = '"
            + chain + "' ORDER BY sequence")) {
      while (r.next()) {
        links.add(new ChainLink(r.getLong(1), r.getString(2), r.getString(3), r.getString(4)));
      }
    }
    return links;
  }

  /** As somebody would who knows how chains are made. */
  private void rewrite(String chain, String old, String other) throws SQLException {
    ChainLink last = ChainLink.NONE;
    try (Connection connection = open();
        PreparedStatement update = connection.prepareStatement(
            "UPDATE chains SET previous = ?, body = ?, sha256 = ? WHERE chain = ? AND sequence = ?")) {
      for (ChainLink link : links(chain)) {
        last = last.next(link.body().replace(old, other));
        update.setString(1, last.previous());
        update.setString(2, last.body());
        update.setString(3, last.sha256());
        update.setString(4, chain);
        update.setLong(5, last.sequence());
        update.executeUpdate();
      }
    }
  }

  private static LedgerEntry entry(long from, long to, Source source) {
    return new LedgerEntry("model", from, to, "ridge", source, "ada", "start");
  }

  private static Source source(String version) {
    return new Source("ansatz.regression", version, "s" + version,
        new TreeMap<>(Map.of("ansatz.linalg@1.0.0", "cd")));
  }
}
