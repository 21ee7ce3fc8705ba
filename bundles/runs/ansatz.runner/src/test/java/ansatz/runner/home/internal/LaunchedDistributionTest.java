package ansatz.runner.home.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LaunchedDistributionTest {
  @Test
  void platformBundlesStandInTheirLevel() {
    assertEquals("bundles/10/ansatz.cli.jar",
        LaunchedDistribution.place("reference:file:/opt/ansatz/bundles/10/ansatz.cli.jar"));
    assertEquals("bundles/50/ansatz.runner-1.jar",
        LaunchedDistribution.place("file:/opt/a%20b/bundles/50/ansatz.runner-1.jar"));
  }

  @Test
  void partsLiveAnywhereElse() {
    assertEquals("parts", LaunchedDistribution.place("reference:file:/opt/ansatz/parts/ansatz.regression.jar"));
    assertEquals("parts", LaunchedDistribution.place("reference:file:/home/ada/.ansatz/bundles/9b1f.jar"));
    assertEquals("parts", LaunchedDistribution.place("reference:file:/tmp/4711/bundles-3/ansatz.regression.jar"));
  }
}
