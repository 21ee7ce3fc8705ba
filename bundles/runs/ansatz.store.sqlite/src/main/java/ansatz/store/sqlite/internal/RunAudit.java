package ansatz.store.sqlite.internal;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.Swap;
import java.sql.ResultSet;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what the chain of a run says with what is recorded of the run. */
final class RunAudit {
  private final Link link;
  private final Home home;
  private final long run;
  private final String label;
  private final RunRow row;
  private final List<String> findings = new ArrayList<>();

  // What is recorded, if the chain is right: the last that was said of each.
  private LinkBody identity;
  private LinkBody standing;
  private LinkBody done;
  private final Map<Place, LinkBody> entries = new LinkedHashMap<>();
  private final Map<Place, LinkBody> ranges = new LinkedHashMap<>();
  private final List<LinkBody> swaps = new ArrayList<>();
  private final Map<String, LinkBody> checkpoints = new LinkedHashMap<>();
  private final List<LinkBody> segments = new ArrayList<>();

  /** An entry of the ledger. */
  private record Place(String slot, long from, long sequence) {
    static Place of(LinkBody said) {
      return new Place(said.text("slot"), said.number("from"), said.number("sequence"));
    }

    String words() {
      return "slot " + slot + " from step " + from + (sequence == 0 ? "" : ", number " + (sequence + 1));
    }
  }

  RunAudit(Link link, Home home, RunRows.Key run, String label) throws SQLException {
    this.link = link;
    this.home = home;
    this.run = run.key();
    this.label = label;
    this.row = RunRows.get(link, run.key());
  }

  /** What differs, each with the link that says otherwise. */
  List<String> compare(List<LinkBody> chain) throws SQLException {
    chain.forEach(this::hear);
    compareRow();
    compareLedger();
    compareSwaps();
    compareCheckpoints();
    comparePoints();
    compareFiles();
    return findings;
  }

  private void hear(LinkBody said) {
    switch (said.event()) {
      case "created" -> identity = said;
      case "taken over" -> {
        identity = said;
        said.parts("entries").forEach(e -> entries.put(Place.of(e), e));
        said.parts("checkpoints").forEach(c -> checkpoints.put(c.text("file"), c));
      }
      case "entered" -> entries.put(Place.of(said), said);
      case "swap" -> swaps.add(said);
      case "checkpoint" -> {
        checkpoints.put(said.text("file"), said);
        if (said.body().get("dropped") instanceof List<?> dropped) {
          checkpoints.keySet().removeAll(dropped);
        }
      }
      case "forgotten" -> checkpoints.remove(said.text("file"));
      case "running", "ended" -> {
      }
      default -> find(said, "says '" + said.event() + "', which this Ansatz does not know");
    }
    if (said.body().containsKey("state")) {
      standing = said;
    }
    if (said.body().containsKey("done")) {
      done = said;
    }
    said.parts("ranges").forEach(r -> ranges.put(Place.of(r), r));
    if (said.body().containsKey("points")) {
      segments.add(said.part(said.body().get("points")));
    }
  }

  /** After its end nothing of a run changes without a link. */
  private boolean ended() {
    return standing != null && !standing.text("state").equals(RunState.RUNNING.name());
  }

  private void compareRow() {
    if (identity == null || standing == null) {
      findings.add(label + ": its chain does not begin with what the run is");
      return;
    }
    identity.differences(RunChain.identity(row)).forEach(d -> find(identity, d));
    Map<String, Object> now = RunChain.standing(row);
    now.remove("done");
    if (!ended()) {
      now.remove("total");
    }
    standing.differences(now).forEach(d -> find(standing, d));
    compareGrowing(done, "done", "the last step", row.step());
  }

  private void compareGrowing(LinkBody said, String field, String words, long recorded) {
    long least = said.number(field);
    if (recorded < least || ended() && recorded > least) {
      find(said, words + " is " + recorded + ", the link says " + least);
    } else if (recorded > Math.max(row.step(), least)) {
      find(said, words + " is " + recorded + ", but the run has done " + row.step());
    }
  }

  private void compareLedger() throws SQLException {
    Map<Place, LinkBody> expected = new LinkedHashMap<>(entries);
    for (LedgerRows.Row recorded : LedgerRows.of(link, run)) {
      Place place = new Place(recorded.entry().slot(), recorded.entry().fromStep(), recorded.sequence());
      LinkBody said = expected.remove(place);
      if (said == null) {
        findings
            .add(label + ": the ledger has an entry (" + place.words() + ") that no link speaks of: added or moved");
        continue;
      }
      Map<String, Object> entry = RunChain.entry(recorded);
      entry.remove("to");
      String words = "ledger, " + place.words() + ": ";
      said.differences(entry).forEach(d -> find(said, words + d));
      compareGrowing(ranges.getOrDefault(place, said), "to", words + "the last step", recorded.entry().toStep());
    }
    expected.forEach((place, said) -> find(said, "the ledger's entry (" + place.words() + ") is gone"));
  }

  private void compareSwaps() throws SQLException {
    List<Swap> recorded = SwapRows.of(link, run);
    for (int i = 0; i < Math.max(swaps.size(), recorded.size()); i++) {
      if (i >= swaps.size()) {
        findings.add(label + ": there is a swap (" + recorded.get(i).change() + ") that no link speaks of");
      } else if (i >= recorded.size()) {
        find(swaps.get(i), "the swap is gone");
      } else {
        LinkBody said = swaps.get(i);
        said.differences(RunChain.swap(i + 1, recorded.get(i))).forEach(d -> find(said, "swap: " + d));
      }
    }
  }

  private void compareCheckpoints() throws SQLException {
    Map<String, LinkBody> expected = new LinkedHashMap<>(checkpoints);
    for (Checkpoint recorded : RunChain.checkpoints(link, run)) {
      LinkBody said = expected.remove(recorded.file());
      if (said == null) {
        findings.add(label + ": there is a checkpoint (" + recorded.file() + ") that no link speaks of");
      } else {
        said.differences(RunChain.checkpoint(recorded)).forEach(d -> find(said, recorded.file() + ": " + d));
      }
    }
    expected.forEach((file, said) -> find(said, "the row of checkpoint " + file + " is gone"));
  }

  /** Points are compared in the groups in which the links speak of them; the first group that differs is named. */
  private void comparePoints() throws SQLException {
    long count = 0;
    try (ResultSet r = link.bind("SELECT step, series, metric, bits FROM points WHERE run = ? ORDER BY rowid", run)
        .executeQuery()) {
      for (LinkBody segment : segments) {
        PointsDigest digest = new PointsDigest(count);
        if (segment.number("first") != count + 1) {
          find(segment, "speaks of points from " + segment.text("first") + " on, the links before it up to " + count);
          return;
        }
        while (digest.last() < segment.number("last") && r.next()) {
          digest.add(r);
        }
        count = digest.last();
        if (count < segment.number("last")) {
          find(segment, "there are " + count + " points, the link says " + segment.text("last"));
          return;
        }
        if (!segment.differences(digest.said()).isEmpty()) {
          find(segment, "points " + segment.text("first") + " to " + segment.text("last")
              + " (in order of recording) are not those that were recorded");
          return;
        }
      }
      if (ended() && r.next()) {
        find(standing, "there are more than the " + count + " points that the link says");
      }
    }
  }

  /** The files of a finished run are what they were at its end. */
  private void compareFiles() {
    if (standing == null || !(standing.body().get(RunChain.FILES) instanceof Map<?, ?> files) || files.isEmpty()) {
      return;
    }
    if (!Files.isDirectory(home.run(row.id()))) {
      find(standing, "its folder " + home.run(row.id()) + " is gone");
      return;
    }
    files.forEach((name, sha256) -> compare(String.valueOf(name), sha256));
  }

  private void compare(String name, Object sha256) {
    Optional<String> present;
    try {
      present = RunResults.sha256(home, row, name);
    } catch (RunException e) {
      find(standing, e.getMessage());
      return;
    }
    if (present.isEmpty()) {
      find(standing, "file " + name + " is gone");
    } else if (!present.get().equals(sha256)) {
      find(standing, "file " + name + " was changed since the run ended: its SHA-256 is " + present.get()
          + ", the link says " + sha256);
    }
  }

  private void find(LinkBody said, String what) {
    findings.add(label + ", link " + said.sequence() + ": " + what);
  }
}
