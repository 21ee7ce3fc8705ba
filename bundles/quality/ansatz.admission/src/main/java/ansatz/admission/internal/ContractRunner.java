package ansatz.admission.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contracts of some kinds on the open {@link Subjects}, through JUnit. */
final class ContractRunner {
  /** A subject that were named in part would not be found among the results. */
  private static final String LONGEST_NAME = "junit.jupiter.params.displayname.argument.maxlength";

  private ContractRunner() {}

  /** What became of a test. */
  enum Status {
    PASSED, FAILED, SKIPPED
  }

  /**
   * A test that was run.
   *
   * @param contract simple name of its class
   * @param subject name of what it was tried on; empty for a test of none
   * @param test contract, subject and rule
   * @param detail why it failed or was skipped
   */
  record Result(String contract, String subject, String test, Status status, String detail) {}

  /** Every test, in order; words only, so that nothing of a subject stays. */
  static List<Result> run(Set<Kind> kinds) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ContractRunner.class.getClassLoader());
    try {
      Launcher launcher = LauncherFactory.create(LauncherConfig.builder().enableTestEngineAutoRegistration(false)
          .enableLauncherDiscoveryListenerAutoRegistration(false).enableLauncherSessionListenerAutoRegistration(false)
          .enablePostDiscoveryFilterAutoRegistration(false).enableTestExecutionListenerAutoRegistration(false)
          .addTestEngines(new JupiterTestEngine()).build());
      LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(
          kinds.stream().flatMap(kind -> kind.contracts().stream()).map(DiscoverySelectors::selectClass).toList())
          .configurationParameter(LONGEST_NAME, String.valueOf(Integer.MAX_VALUE)).build();
      Listener listener = new Listener();
      launcher.execute(request, listener);
      return List.copyOf(listener.results);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final class Listener implements TestExecutionListener {
    private final List<Result> results = new ArrayList<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
      plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      add(test, Status.SKIPPED, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
      if (test.isTest() || failed) {
        Status status = switch (result.getStatus()) {
          case SUCCESSFUL -> Status.PASSED;
          case FAILED -> Status.FAILED;
          case ABORTED -> Status.SKIPPED;
        };
        add(test, status, result.getThrowable().map(Throwable::toString).orElse(""));
      }
    }

    private void add(TestIdentifier test, Status status, String detail) {
      List<String> names = new ArrayList<>();
      for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
        if (at.getParentId().isPresent()) {
          names.addFirst(at.getDisplayName());
        }
      }
      results.add(new Result(names.isEmpty() ? "" : names.getFirst(), names.size() < 3 ? "" : names.get(1),
          String.join(" › ", names), status, detail));
    }
  }
}
