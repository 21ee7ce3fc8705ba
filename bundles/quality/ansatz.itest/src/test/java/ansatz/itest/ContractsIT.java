package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ansatz.launcher.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every contract inside the framework, on the services that the distribution's bundles registered. */
class ContractsIT {
  private static final int AT_LEAST = 400;

  @TempDir
  Path folder;

  @TestFactory
  @SuppressWarnings("unchecked")
  List<DynamicTest> contractsHoldInsideTheFramework() throws Exception {
    List<Map<String, String>> verdicts;
    try (Host host = new Workbench(folder.resolve("home")).boot()) {
      Admission.install(host);
      verdicts = (List<Map<String, String>>) Admission.ask(host, "(ansatz.main=contracts)");
    }
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(DynamicTest.dynamicTest("at least " + AT_LEAST + " tests ran",
        () -> assertTrue(verdicts.size() >= AT_LEAST, "only " + verdicts.size() + " ran")));
    for (Map<String, String> verdict : verdicts) {
      tests.add(DynamicTest.dynamicTest(verdict.get("test"), () -> {
        assumeFalse(verdict.get("status").equals("skipped"), verdict.get("detail"));
        assertEquals("passed", verdict.get("status"), verdict.get("detail"));
      }));
    }
    return tests;
  }
}
