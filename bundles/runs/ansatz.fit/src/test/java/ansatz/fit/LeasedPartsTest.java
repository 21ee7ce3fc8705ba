package ansatz.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.Transform;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Experiment;
import ansatz.experiment.Lease;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Source;
import ansatz.experiment.Work;
import ansatz.fixtures.SmallExperiments;
import ansatz.learn.Estimator;
import ansatz.linalg.LinearAlgebra;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeasedPartsTest {
  private static List<String> slots(LeasedParts parts) {
    return parts.leases().stream().map(Lease::slot).toList();
  }

  @Test
  void everyUseOfATransformHasASlotOfItsOwn() {
    try (LeasedParts parts = new LeasedParts(SmallExperiments.registry())) {
      Transform first = parts.create(Transform.class, "standardize", Map.of(), "data.transform[0].standardize");
      Transform second = parts.create(Transform.class, "standardize", Map.of(), "data.transform[1].standardize");
      assertEquals(List.of("transform.standardize", "transform.standardize-2"), slots(parts));
      assertEquals("transform.standardize", parts.part(first).slot());
      Transform remade = remade(parts, Transform.class, second, "transform.standardize-2", "standardize");
      assertEquals("transform.standardize-2", parts.part(remade).slot());
      assertEquals(2, parts.leases().size());
    }
  }

  @Test
  void aModelMadeAnewKeepsItsSlotItsPathAndItsParameters() {
    try (LeasedParts parts = new LeasedParts(SmallExperiments.registry())) {
      Estimator model = parts.create(Estimator.class, "ridge", Map.of("lambda", 2), "fit.models.shrunk.ridge");
      Estimator remade = remade(parts, Estimator.class, model, "model.shrunk", "ridge@0");
      assertEquals(List.of("model.shrunk"), slots(parts));
      assertEquals("fit.models.shrunk", parts.part(remade).path());
      assertEquals(2.0, ((Map<?, ?>) parts.tree(remade).get("ridge")).get("lambda"));
      assertNull(parts.part(model));
    }
  }

  private static <P> P remade(LeasedParts parts, Class<P> service, P old, String slot, String asked) {
    try (LeasedParts draft = parts.draft()) {
      P made = parts.remake(draft, service, old, slot, asked);
      parts.adopt(draft);
      return made;
    }
  }

  @Test
  void aDraftThatIsNotAdoptedChangesNothing() {
    try (LeasedParts parts = new LeasedParts(SmallExperiments.registry())) {
      Estimator model = parts.create(Estimator.class, "ridge", Map.of("lambda", 2), "fit.models.shrunk.ridge");
      Lease<?> lease = parts.lease("model.shrunk");
      try (LeasedParts draft = parts.draft()) {
        assertEquals("slot model.shrunk cannot be filled by 'ols': unknown key 'lambda'",
            assertThrows(ConfigException.class,
                () -> parts.remake(draft, Estimator.class, model, "model.shrunk", "ols")).getMessage()
                .replaceFirst(" — .*", ""));
      }
      assertSame(lease, parts.lease("model.shrunk"));
      assertTrue(lease.valid());
      assertEquals(List.of(lease), parts.leases());
    }
  }

  @Test
  void whatNobodyOffersIsNamedByItsKeyInTheFile() {
    try (LeasedParts parts = new LeasedParts(SmallExperiments.registry())) {
      assertEquals(
          "data.transform[0]: no transform 'standardise' — did you mean 'standardize'? (ansatz list transform)",
          assertThrows(ConfigException.class,
              () -> parts.create(Transform.class, "standardise", Map.of(), "data.transform[0].standardise"))
              .getMessage());
    }
  }

  private static Experiment bounded(String bundle, String range) {
    String bundles = "bundles: {" + bundle + ": \"" + range + "\"}\n";
    return FitFixture.experiment(SmallExperiments.REGRESSION + bundles, SmallExperiments.registry());
  }

  @Test
  void rangesOfVersionsAreKept() {
    assertEquals(
        "model.ols: 'ols' runs code of ansatz.regression 0, but bundles.ansatz.regression wants [1.0.0,2.0.0)"
            + " — change the range, or install a bundle inside it",
        assertThrows(RefusedException.class, () -> bounded("ansatz.regression", "[1,2)")).getMessage());
    assertEquals("linalg: 'jblas' runs code of ansatz.linalg.jblas 0, but bundles.ansatz.linalg.jblas wants 3.0.0 — "
        + "change the range, or install a bundle inside it",
        assertThrows(RefusedException.class, () -> {
          BundleRanges ranges = new BundleRanges(Map.of("ansatz.linalg.jblas", "3"));
          ranges.check(SmallExperiments.registry().lease("linalg", LinearAlgebra.class, null));
        }).getMessage());
    try (Work work = new FitProcedure().open(bounded("ansatz.regression", "[0,1)"), SmallExperiments.registry())) {
      assertEquals(1, work.step().step());
    }
  }

  @Test
  void rangesThatAreNoneAndBundlesThatAreNotHereAreNamed() {
    assertTrue(refusal("ansatz.regresion", "1")
        .startsWith("bundles.ansatz.regresion: no such bundle here — did you mean 'ansatz.regression'?"));
    assertTrue(refusal("ansatz.regression", "[1;2)")
        .startsWith("bundles.ansatz.regression = '[1;2)' is not a range of versions — write \"[1.0,2)\""));
  }

  private static String refusal(String bundle, String range) {
    return assertThrows(ConfigException.class, () -> bounded(bundle, range)).getMessage();
  }

  @Test
  void bundlesBehindTheBundleCountToo() {
    Source source = new Source("a", "1.0.0", "", new TreeMap<>(Map.of("b@1.5.0", "")));
    Lease<?> lease = (Lease<?>) Proxy.newProxyInstance(Lease.class.getClassLoader(), new Class<?>[] {Lease.class},
        (_, method, _) -> method.getName().equals("source") ? source : method.getName());
    new BundleRanges(Map.of("b", "[1.5,2)", "c", "[7,8)")).check(lease);
    assertTrue(assertThrows(RefusedException.class, () -> new BundleRanges(Map.of("b", "[1,1.5)")).check(lease))
        .getMessage().startsWith("slot: 'name' runs code of b 1.5.0, but bundles.b wants [1.0.0,1.5.0)"));
  }
}
