package ansatz.runner.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.RefusedException;
import ansatz.experiment.Swap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UnloadRequestTest extends AbstractControlTest {
  @Test
  void retireIsRefusedWhileASlotOrItsWiringOrAnIncumbentNeedsIt() throws Exception {
    try (RunControl control = open()) {
      boundary.guarded
          .add(new Swap(0, "model.ridge", Swap.Kind.SWAPPED, "ridge", PlainBoundary.source("zoo", "0.9.0"), "ridge",
              PlainBoundary.source("ansatz.regression", "1.0.0"), false, "", "", "", "", ""));
      assertEquals(
          "ansatz.regression@1.0.0 is held by run brave-otter-7: model.ridge — swap these slots or wait for the "
              + "run's end",
          refusal(control, "ansatz.regression@1.0.0"));
      assertTrue(refusal(control, "ansatz.native.jblas@1.0.0").contains(": linalg —"));
      assertTrue(refusal(control, "zoo@0.9.0").contains(": model.ridge (kept to go back to) —"));
      Map<String, Object> proof = stepping(control, later("command", "retire", "label", "zoo@0.8.0"));
      assertEquals(true, proof.get("gone"));
      assertEquals(12, proof.get("millis"));
      assertEquals(List.of("zoo@0.8.0"), bundles.unloaded);
    }
  }

  private String refusal(RunControl control, String label) {
    return assertThrows(RefusedException.class, () -> stepping(control, later("command", "retire", "label", label)))
        .getMessage();
  }

  @Test
  void theRunGoesOnWhileItIsProvedThatABundleIsGone() throws Exception {
    bundles.proof = new CompletableFuture<>();
    try (RunControl control = open()) {
      Future<Map<String, Object>> retired = later("command", "retire", "label", "zoo@1.0.1");
      while (bundles.unloaded.isEmpty()) {
        Thread.sleep(5);
        control.boundary(boundary);
        boundary.work.step();
      }
      RefusedException e = assertThrows(RefusedException.class,
          () -> stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0)));
      assertTrue(e.getMessage().startsWith("zoo@1.0.1 is being unloaded"), e.getMessage());
      assertFalse(retired.isDone());
      bundles.proof.complete(null);
      assertEquals(true, retired.get().get("gone"), "without another boundary");
      assertEquals("swapped", stepping(control, later("command", "swap", "slot", "linalg", "part", "blas", "shadow", 0))
          .get("kind"));
    }
  }
}
