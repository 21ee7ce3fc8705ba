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
import ansatz.experiment.Point;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Work;
import ansatz.experiment.Work.Moment;
import ansatz.fixtures.AlteredMixture;
import ansatz.fixtures.AlteredMixture.Way;
import ansatz.fixtures.SmallExperiments;
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

  private static boolean replaceable(Work work, String slot) {
    try {
      return work.waitsFor(slot, Moment.STEP).isEmpty();
    } catch (RefusedException e) {
      assertTrue(e.getMessage().contains("is not filled anew any more"), e.getMessage());
      return false;
    }
  }

  private static String version(Work work, String slot) {
    return work.leases().stream().filter(l -> l.slot().equals(slot)).findFirst().map(l -> l.source().version())
        .orElseThrow();
  }

  @Test
  void transformsChangeBetweenFoldsSoThatAllModelsSeeTheSame() {
    try (Work work = open(SmallExperiments.REGRESSION)) {
      assertTrue(replaceable(work, "transform.standardize"));
      work.step();
      assertFalse(replaceable(work, "transform.standardize"));
      work.step();
      assertEquals("2", work.replace("transform.standardize", "standardize@2").source().version());
      while (!work.finished()) {
        work.step();
      }
    }
  }

  @Test
  void aMetricIsReplacedByAnotherVersionOfItselfOnly() {
    try (Work work = open(SmallExperiments.REGRESSION)) {
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
    try (Work work = open(SmallExperiments.MIXTURE)) {
      while (!work.slots().contains(AlteredMixture.SLOT)) {
        work.step();
      }
      assertTrue(replaceable(work, "metric.log-likelihood"));
      work.step();
      assertFalse(replaceable(work, "metric.log-likelihood"));
      assertTrue(replaceable(work, "linalg") && replaceable(work, AlteredMixture.SLOT));
      assertEquals(Optional.of(true), work.higherIsBetter("mean log-likelihood"));
    }
  }

  @Test
  void anotherEstimatorTakesOverBetweenFoldsOnly() {
    try (Work work = open(
        SmallExperiments.MIXTURE.replace("{k: 3}", "{k: 3, maxSteps: 50}").replace(", tolerance: 0", ""))) {
      work.step();
      Lease<?> lease = work.leases().stream().filter(l -> l.slot().equals("model.k-means")).findFirst().orElseThrow();
      String text = assertThrows(RefusedException.class, () -> work.replace("model.k-means", "gaussian-mixture"))
          .getMessage();
      assertTrue(text.endsWith("means nothing to 'gaussian-mixture' — it can begin with the next fold: --at fold"),
          text);
      assertTrue(lease.valid());
      assertEquals("gaussian-mixture", work.replace(AlteredMixture.SLOT, "gaussian-mixture@1.0.1").name());
    }
  }

  @Test
  void whatTheStateMeansNothingToBeginsWithTheNextFold() {
    try (Work work = open(SmallExperiments.FOLDED_MIXTURE)) {
      assertEquals(Optional.empty(), work.waitsFor(AlteredMixture.SLOT, Moment.FOLD));
      work.step();
      String part = AlteredMixture.part(Way.DOES_NOT_MIGRATE);
      assertTrue(assertThrows(RefusedException.class, () -> work.replace(AlteredMixture.SLOT, part)).getMessage()
          .endsWith("it can begin with the next fold: --at fold"));
      assertEquals(Optional.of("gaussian-mixture fold 1/2"), work.waitsFor(AlteredMixture.SLOT, Moment.FOLD));
      while (work.waitsFor(AlteredMixture.SLOT, Moment.FOLD).isPresent()) {
        work.step();
      }
      assertEquals(AlteredMixture.version(Way.DOES_NOT_MIGRATE),
          work.replace(AlteredMixture.SLOT, part).source().version());
      work.step();
      String text = assertThrows(RefusedException.class, () -> work.waitsFor(AlteredMixture.SLOT, Moment.FOLD))
          .getMessage();
      assertTrue(text.endsWith("nothing that it is for begins after gaussian-mixture fold 2/2"), text);
    }
  }

  @Test
  void aFoldThatBeginsAnewKeepsItsCount() {
    try (Work work = open(SmallExperiments.FOLDED_MIXTURE); Work twin = open(SmallExperiments.FOLDED_MIXTURE)) {
      double first = work.step().points().getFirst().value();
      work.step();
      State before = work.snapshot();
      work.restart(AlteredMixture.SLOT);
      twin.restore(work.snapshot());
      work.replace(AlteredMixture.SLOT, AlteredMixture.part(Way.DOES_NOT_MIGRATE));
      Point again = work.step().points().getFirst();
      assertEquals(first, again.value());
      assertEquals(3, again.step());
      assertEquals(again, twin.step().points().getFirst());
      work.replace("linalg", "jblas");
      twin.restore(before);
      assertTrue(before.sameBits(twin.snapshot()));
    }
  }

  @Test
  void theParametersStay() {
    try (Work work = open(SmallExperiments.REGRESSION)) {
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
    try (Work work = open(SmallExperiments.MIXTURE)) {
      while (!work.slots().contains(AlteredMixture.SLOT) || replaceable(work, "metric.log-likelihood")) {
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
