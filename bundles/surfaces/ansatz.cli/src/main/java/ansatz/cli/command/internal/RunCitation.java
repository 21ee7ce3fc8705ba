package ansatz.cli.command.internal;

import ansatz.cli.text.internal.Tree;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RunFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a paper that rests on a run has to name besides its references: the code of every step, the data, the software. */
record RunCitation(RunFiles run) {
  /** The names of all parts that did a step, swapped in ones too, in the order in which they came. */
  Set<String> parts() {
    Set<String> used = new LinkedHashSet<>();
    LedgerEntry.last(run.ledger()).forEach(entry -> used.add(entry.part()));
    return used;
  }

  /** Which code did which steps: {@code steps 13–40 of model.em: em, ansatz.zoo 1.0.1 (9b1f...)}. */
  List<String> code() {
    return LedgerEntry.last(run.ledger()).stream()
        .map(entry -> "steps " + entry.fromStep() + "–" + entry.toStep() + " of " + entry.slot() + ": " + entry.part()
            + ", " + entry.source().label() + " (" + RunProvenance.brief(entry.source().sha256()) + ")")
        .toList();
  }

  /** {@code data iris, 150 rows, fingerprint 5d2e...}. */
  String data() {
    Tree data = new Tree(run.lock()).at("data");
    return data.at("name").text() + ", " + data.at("rows").text() + " rows, fingerprint "
        + data.at("fingerprint").text();
  }

  /** {@code Ansatz 1.0.0 (64 bundles, digest 9b1f...), Java 25.0.3, run r-..., head ...}. */
  String software() {
    Tree lock = new Tree(run.lock());
    String head = run.head().sequence() == 0 ? "" : ", head " + run.head().sha256();
    return "Ansatz " + version() + " (" + lock.at("bundles").list().size() + " bundles, digest "
        + RunProvenance.brief(digest()) + "), Java " + lock.at("jvm", "version").text() + ", run " + run.row().id()
        + head;
  }

  private String version() {
    return new Tree(run.lock()).at("bundles").list().stream()
        .filter(bundle -> bundle.at("bundle").text().equals("ansatz.runner")).map(b -> b.at("version").text())
        .findFirst().orElse("development");
  }

  /** SHA-256 over name, version and digest of every bundle that the run started with, by name: one for each build. */
  String digest() {
    StringBuilder bundles = new StringBuilder();
    new Tree(run.lock()).at("bundles").list().stream()
        .map(b -> b.at("bundle").text() + " " + b.at("version").text() + " " + b.at("sha256").text() + "\n").sorted()
        .forEach(bundles::append);
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(bundles.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Data and software as entries of a bibliography. */
  List<String> bibtex() {
    String print = new Tree(run.lock()).at("data", "fingerprint").text();
    return List.of(
        entry("data-" + RunProvenance.brief(print.replaceFirst(".*:", "")),
            "{" + new Tree(run.lock()).at("data", "name")
                .text() + "}",
            "data set, " + data()),
        entry("ansatz-" + version(), "{Ansatz} " + version(), "computer software, digest " + digest()),
        entry("run-" + run.row().id(), "{" + run.row().experiment() + "}, run " + run.row().name(),
            software() + "; " + String.join("; ", LedgerEntry.last(run.ledger()).stream().map(RunCitation::steps)
                .toList())));
  }

  private static String steps(LedgerEntry entry) {
    return "steps " + entry.fromStep() + "--" + entry.toStep() + " of " + entry.slot() + " by " + entry.part() + " of "
        + entry.source().label() + " (" + RunProvenance.brief(entry.source().sha256()) + ")";
  }

  private String entry(String key, String title, String note) {
    return "@misc{" + key + ",\n  title = {" + escaped(title) + "},\n  year = {"
        + run.row().created().toString().substring(0, 4) + "},\n  note = {" + escaped(note) + "}\n}";
  }

  private static String escaped(String text) {
    return text.replaceAll("[&%#_$]", "\\\\$0");
  }

  /** For JSON, in the form of a reference. */
  List<Map<String, Object>> trees() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("key", "data");
    data.put("title", new Tree(run.lock()).at("data", "name").text());
    data.put("fingerprint", new Tree(run.lock()).at("data", "fingerprint").text());
    Map<String, Object> software = new LinkedHashMap<>();
    software.put("key", "ansatz");
    software.put("title", "Ansatz");
    software.put("version", version());
    software.put("digest", digest());
    software.put("run", run.row().id());
    software.put("head", run.head().sequence() == 0 ? null : run.head().sha256());
    software.put("code", LedgerEntry.last(run.ledger()).stream().map(RunProvenance::tree).toList());
    return List.of(data, software);
  }
}
