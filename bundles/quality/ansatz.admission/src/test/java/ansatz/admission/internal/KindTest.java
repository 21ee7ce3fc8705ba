package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ansatz.learn.Metric;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindTest {
  @Test
  void everyKindHasContractsAndIsFoundByItsService() {
    for (Kind kind : Kind.values()) {
      assertFalse(kind.contracts().isEmpty(), kind.name());
      assertEquals(Optional.of(kind), Kind.of(kind.service().getName()));
      assertEquals(kind, Kind.making(kind.part()));
    }
  }

  @Test
  void servicesOfThePlatformHaveNoContract() {
    assertEquals(Optional.empty(), Kind.of("ansatz.experiment.RunStore"));
    assertEquals(Kind.METRIC, Kind.making(Metric.class));
    assertThrows(IllegalArgumentException.class, () -> Kind.making(Runnable.class));
  }
}
