package ansatz.cli.command.internal;

import ansatz.cli.Session;
import ansatz.cli.text.internal.Tree;
import ansatz.control.ControlClient;
import ansatz.experiment.Home;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.Runner;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the process of a running run for something and tells a person how far that is. */
record RunningRun(Session session, RunRow row) {
  private static final long FIRST_MILLIS = 2_000;
  private static final long MORE_MILLIS = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** @throws RefusedException when the run is not running, saying what it is instead */
  static RunningRun of(Session session, String reference) {
    RunRow row = session.service(Runner.class).find(reference);
    if (row.state() != RunState.RUNNING) {
      String next = row.state() == RunState.FINISHED ? "show " : "resume ";
      String what = row.state() == RunState.CRASHED ? "its process is gone" : "it is " + RunTrees.state(row);
      throw new RefusedException("run " + row.name() + " is not running, " + what + " — "
          + Hint.command(next + row.name()));
    }
    return new RunningRun(session, row);
  }

  /** One question that is answered at once. */
  static Map<String, Object> once(RunRow row, Map<String, Object> question, Duration limit) {
    return ControlClient.ask(Home.current().run(row.id()), question, limit);
  }

  /**
   * Waits for the answer, however long the run's step takes; what is said in between goes to standard error. What waits
   * for the next fold is not waited for: then {@code waitsFor} of the answer says what has to be over.
   */
  Map<String, Object> ask(Map<String, Object> question) {
    Map<String, Object> next = new LinkedHashMap<>(question);
    next.put("patience", FIRST_MILLIS);
    long seen = 0;
    while (true) {
      Map<String, Object> answer = once(row, next, LIMIT);
      for (Tree line : new Tree(answer).at("lines").list()) {
        session.err().println(line.text());
        seen++;
      }
      boolean pending = Boolean.TRUE.equals(answer.get("pending"));
      if (!pending || !new Tree(answer).at("waitsFor").text().isEmpty()) {
        answer.keySet().removeAll(List.of("ticket", "lines", pending ? "pending" : "waitsFor"));
        answer.remove("pending");
        return answer;
      }
      if (seen == 0 && next.get("patience").equals(FIRST_MILLIS)) {
        session.err().println("waiting for the end of the step (Ctrl-C ends the waiting, not the request)");
      }
      session.err().flush();
      next = new LinkedHashMap<>(Map.of("command", "wait", "ticket", answer.get("ticket"), "seen", seen, "patience",
          MORE_MILLIS));
    }
  }
}
