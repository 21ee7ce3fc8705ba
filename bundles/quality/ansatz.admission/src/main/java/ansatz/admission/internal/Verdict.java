package ansatz.admission.internal;

import ansatz.admission.internal.ContractRunner.Result;
import ansatz.admission.internal.ContractRunner.Status;
import ansatz.experiment.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found out about a candidate, as {@code verdict.json} says it. Words and numbers only. */
final class Verdict {
  private static final int MOST_SHOWN = 20;
  private static final int LONGEST_DETAIL = 1000;

  private final String bundle;
  private final String version;
  private final String sha256;
  private final List<Map<String, String>> offers = new ArrayList<>();
  private final List<String> importers = new ArrayList<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private List<Result> results = List.of();
  private Map<String, String> wires = Map.of();
  private String holder = "";
  private String reason = "";
  private String startProblem;

  Verdict(String label, String sha256) {
    int at = label.lastIndexOf('@');
    this.bundle = label.substring(0, at);
    this.version = label.substring(at + 1);
    this.sha256 = sha256;
  }

  String bundle() {
    return bundle;
  }

  String version() {
    return version;
  }

  String label() {
    return bundle + "@" + version;
  }

  void wires(Map<String, String> found) {
    wires = found;
  }

  void offers(List<BundleOnTrial.Offer> found) {
    found.forEach(offer -> offers.add(new LinkedHashMap<>(Map.of("kind", offer.kind(), "name", offer.name()))));
  }

  /**
   * What became of the tests.
   *
   * @param subjects what had to be tried
   * @throws RefusedException unless all passed that ran, and at least one for each subject
   */
  void tests(List<Result> found, List<Tried> subjects) {
    results = found;
    List<Result> failed = with(Status.FAILED);
    if (!failed.isEmpty()) {
      throw new RefusedException(failed.size() + " of " + ran() + " contract tests fail: " + failed.getFirst().test()
          + ": " + brief(failed.getFirst().detail()));
    }
    if (subjects.isEmpty()) {
      throw new RefusedException("no contract test ran: it offers nothing that could be tried");
    }
    List<Result> passed = with(Status.PASSED);
    for (Tried subject : subjects) {
      if (passed.stream().noneMatch(subject::by)) {
        throw new RefusedException("no contract test ran for its " + subject.kind().service().getName() + " '"
            + subject.name() + "', so nothing is known of it");
      }
    }
  }

  /** A subject that has to be tried: a service, or what a factory makes of one of its examples. */
  record Tried(Kind kind, String name) {
    /** A reader is tried once for each of its endings, which follow its name. */
    boolean by(Result result) {
      boolean same = result.subject().equals(name)
          || kind == Kind.TABLE_READER && result.subject().startsWith(name + " .");
      return same
          && kind.contracts().stream().anyMatch(contract -> contract.getSimpleName().equals(result.contract()));
    }
  }

  /** @throws RefusedException where something has changed that the whole process shares */
  void changed(List<String> changes) {
    if (!changes.isEmpty()) {
      throw new RefusedException("it changes what the whole process shares: " + String.join(", ", changes));
    }
  }

  /** @throws RefusedException where something of it stayed in memory */
  void unloaded(boolean gone, String found) {
    holder = found;
    if (!gone) {
      throw new RefusedException("it stays in memory after it was unloaded; held by "
          + (holder.isEmpty() ? "nobody that a heap dump shows" : holder));
    }
  }

  /** A part that goes with it. */
  void importer(String label) {
    importers.add(label);
  }

  /** @param problem why the parts cannot stand with it in their midst; empty when all have started */
  void starts(String problem) {
    startProblem = problem;
  }

  void refuse(String why) {
    reason = why;
  }

  void took(String what, long nanos) {
    seconds.merge(what, Math.round(nanos / 1e6) / 1e3, Double::sum);
  }

  private List<Result> with(Status status) {
    return results.stream().filter(result -> result.status() == status).toList();
  }

  private int ran() {
    return results.size() - with(Status.SKIPPED).size();
  }

  private static String brief(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + " …";
  }

  /** As it is written. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("admitted", reason.isEmpty());
    tree.put("reason", reason);
    tree.put("bundle", bundle);
    tree.put("version", version);
    tree.put("sha256", sha256);
    tree.put("tests", ran());
    tree.put("failed", with(Status.FAILED).stream().limit(MOST_SHOWN)
        .map(result -> new LinkedHashMap<>(Map.of("test", result.test(), "detail", brief(result.detail())))).toList());
    tree.put("skipped", with(Status.SKIPPED).size());
    tree.put("offers", offers);
    tree.put("wires", wires);
    tree.put("importers", importers);
    tree.put("holder", holder);
    if (startProblem != null) {
      tree.put("startProblem", startProblem);
    }
    tree.put("seconds", seconds);
    return tree;
  }
}
