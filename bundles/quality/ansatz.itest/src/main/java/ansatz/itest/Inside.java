package ansatz.itest;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Offers the contracts as a {@link Supplier} of verdicts, one map a test: {@code class}, {@code test}, {@code status}
 * (passed, failed, skipped) and {@code detail}. JDK types only, so that a test outside can read them.
 */
public final class Inside implements BundleActivator {
  private static final List<Class<?>> CONTRACTS = List.of(LinearAlgebraInside.class, LinearAlgebraConductInside.class,
      StrdLinearInside.class,
      EstimatorInside.class, IterativeEstimatorInside.class, MetricInside.class, TransformInside.class,
      ArrayFormatInside.class);

  @Override
  public void start(BundleContext context) {
    context.registerService(Supplier.class, Inside::run, new Hashtable<>(Map.of("ansatz.main", "contracts")));
    Counting.register(context, "counting-a");
    Counting.register(context, "counting-b");
  }

  @Override
  public void stop(BundleContext context) {}

  private static List<Map<String, String>> run() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Inside.class.getClassLoader());
    try {
      Launcher launcher = LauncherFactory.create(LauncherConfig.builder().enableTestEngineAutoRegistration(false)
          .enableLauncherDiscoveryListenerAutoRegistration(false).enableLauncherSessionListenerAutoRegistration(false)
          .enablePostDiscoveryFilterAutoRegistration(false).enableTestExecutionListenerAutoRegistration(false)
          .addTestEngines(new JupiterTestEngine()).build());
      LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
          .selectors(CONTRACTS.stream().map(DiscoverySelectors::selectClass).toList()).build();
      Verdicts verdicts = new Verdicts();
      launcher.execute(request, verdicts);
      return verdicts.list;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final class Verdicts implements TestExecutionListener {
    private final List<Map<String, String>> list = new ArrayList<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
      plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      add(test, "skipped", reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
      if (test.isTest() || failed) {
        String status = switch (result.getStatus()) {
          case SUCCESSFUL -> "passed";
          case FAILED -> "failed";
          case ABORTED -> "skipped";
        };
        add(test, status, result.getThrowable().map(Throwable::toString).orElse(""));
      }
    }

    private void add(TestIdentifier test, String status, String detail) {
      List<String> names = new ArrayList<>();
      for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
        if (at.getParentId().isPresent()) {
          names.addFirst(at.getDisplayName());
        }
      }
      Map<String, String> verdict = new LinkedHashMap<>();
      verdict.put("test", String.join(" › ", names));
      verdict.put("status", status);
      verdict.put("detail", detail);
      list.add(verdict);
    }
  }
}
