package ansatz.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.data.TransformFactory;
import ansatz.data.transforms.Standardize;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Lease;
import ansatz.experiment.PlainRegistry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Work;
import ansatz.fit.AlteredMixture.Way;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.MetricFactory;
import ansatz.learn.State;
import ansatz.metrics.Mae;
import ansatz.metrics.Rmse;
import ansatz.regression.Ridge;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which slot can be filled anew when. */
class FitSlotsTest {
  private final PlainRegistry registry = AlteredMixture.registry()
      .with(TransformFactory.class, "standardize", "2", new Standardize.Factory())
      .with(MetricFactory.class, "rmse", "2", new Rmse.Factory())
      .with(MetricFactory.class, "mae", "2", new Mae.Factory())
      .with(EstimatorFactory.class, "ridge", "2", new Ridge.Factory());

  private Work open(String yaml) {
    return FitFixture.open(yaml, registry);
  }

  private static String version(Work work, String slot) {
    return work.leases().stream().filter(l -> l.slot().equals(slot)).findFirst().map(l -> l.source().version())
        .orElseThrow();
  }

  @Test
  void transformsChangeBetweenFoldsSoThatAllModelsSeeTheSame() {
    try (Work work = open(FitFixture.REGRESSION)) {
      assertTrue(work.replaceable("transform.standardize"));
      work.step();
      assertFalse(work.replaceable("transform.standardize"));
      work.step();
      assertEquals("2", work.replace("transform.standardize", "standardize@2").source().version());
      while (!work.finished()) {
        work.step();
      }
    }
  }

  @Test
  void aMetricIsReplacedByAnotherVersionOfItselfOnly() {
    try (Work work = open(FitFixture.REGRESSION)) {
      work.step();
      assertEquals("2", work.replace("metric.rmse", "rmse@2").source().version());
      String text = assertThrows(ConfigException.class, () -> work.replace("metric.rmse", "mae")).getMessage();
      assertTrue(text.startsWith("slot metric.rmse cannot be filled by 'mae'"), text);
      assertEquals("2", version(work, "metric.rmse"));
      assertEquals(Optional.of(false), work.higherIsBetter("rmse"));
      assertEquals(Optional.empty(), work.higherIsBetter("r2"));
    }
  }

  @Test
  void metricsWaitForTheEndOfAModel() {
    try (Work work = open(FitFixture.MIXTURE)) {
      while (!work.slots().contains(AlteredMixture.SLOT)) {
        work.step();
      }
      assertTrue(work.replaceable("metric.log-likelihood"));
      work.step();
      assertFalse(work.replaceable("metric.log-likelihood"));
      assertTrue(work.replaceable("linalg") && work.replaceable(AlteredMixture.SLOT));
      assertEquals(Optional.of(true), work.higherIsBetter("mean log-likelihood"));
    }
  }

  @Test
  void anotherEstimatorTakesOverBetweenFoldsOnly() {
    try (Work work = open(FitFixture.MIXTURE.replace("{k: 3}", "{k: 3, maxSteps: 50}").replace(", tolerance: 0", ""))) {
      work.step();
      Lease<?> lease = work.leases().stream().filter(l -> l.slot().equals("model.k-means")).findFirst().orElseThrow();
      String text = assertThrows(RefusedException.class, () -> work.replace("model.k-means", "gaussian-mixture"))
          .getMessage();
      assertTrue(text.endsWith("means nothing to 'gaussian-mixture' — swap between folds instead"), text);
      assertTrue(lease.valid());
      assertEquals("gaussian-mixture", work.replace(AlteredMixture.SLOT, "gaussian-mixture@1.0.1").name());
    }
  }

  @Test
  void theParametersStay() {
    try (Work work = open(FitFixture.REGRESSION)) {
      work.replace("model.ridge", "ridge@2");
      while (!work.finished()) {
        work.step();
      }
      assertTrue(work.outcome().result().get("models").toString().contains("config={lambda=0.5"),
          work.outcome().result().get("models").toString());
    }
  }

  @Test
  void aStepThatThrowsHasChangedNothing() {
    try (Work work = open(FitFixture.MIXTURE)) {
      while (!work.slots().contains(AlteredMixture.SLOT) || work.replaceable("metric.log-likelihood")) {
        work.step();
      }
      State before = work.snapshot();
      work.replace(AlteredMixture.SLOT, AlteredMixture.part(Way.THROWS));
      assertThrows(IllegalStateException.class, work::step);
      assertTrue(before.sameBits(work.snapshot()));
      work.replace(AlteredMixture.SLOT, "gaussian-mixture@1.0.0");
      work.step();
      work.restore(before);
      assertTrue(before.sameBits(work.snapshot()));
      assertEquals(List.of("1.0.0"), List.of(version(work, AlteredMixture.SLOT)));
    }
  }
}
