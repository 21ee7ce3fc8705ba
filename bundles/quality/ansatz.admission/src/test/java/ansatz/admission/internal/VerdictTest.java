package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.admission.internal.Contracts.Result;
import ansatz.admission.internal.Contracts.Status;
import ansatz.experiment.RefusedException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Result PASSED = new Result("M1", Status.PASSED, "");
  private static final Result FAILED = new Result("M2", Status.FAILED, "x".repeat(5000));
  private static final Result SKIPPED = new Result("M3", Status.SKIPPED, "no data");

  private final Verdict verdict = new Verdict("zoo.descent@1.0.0", "abc");

  @Test
  void whatPassesIsAdmitted() {
    verdict.tests(List.of(PASSED, SKIPPED));
    verdict.unloaded(true, "");
    assertEquals(true, verdict.tree().get("admitted"));
    assertEquals("zoo.descent", verdict.tree().get("bundle"));
    assertEquals("1.0.0", verdict.tree().get("version"));
    assertEquals(1, verdict.tree().get("tests"));
    assertEquals(1, verdict.tree().get("skipped"));
  }

  @Test
  void aFailureIsNamedAndShortened() {
    RefusedException refusal = assertThrows(RefusedException.class, () -> verdict.tests(List.of(PASSED, FAILED)));
    assertTrue(refusal.getMessage().startsWith("1 of 2 contract tests fail: M2: xxx"), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 1200, "a reason is for people");
    verdict.refuse(refusal.getMessage());
    assertEquals(false, verdict.tree().get("admitted"));
    assertEquals(1, ((List<?>) verdict.tree().get("failed")).size());
  }

  @Test
  void manyFailuresAreCountedAndSomeShown() {
    assertThrows(RefusedException.class, () -> verdict.tests(Collections.nCopies(50, FAILED)));
    assertEquals(50, verdict.tree().get("tests"));
    assertEquals(20, ((List<?>) verdict.tree().get("failed")).size());
  }

  @Test
  void nothingTriedIsNothingAdmitted() {
    assertThrows(RefusedException.class, () -> verdict.tests(List.of()));
    assertThrows(RefusedException.class, () -> verdict.tests(List.of(SKIPPED)));
  }

  @Test
  void whatStaysInMemoryIsRefusedWithItsHolder() {
    String holder = "static zoo.Leak.CACHE -> ArrayList[0] (zoo.Leak$Row)";
    RefusedException refusal = assertThrows(RefusedException.class, () -> verdict.unloaded(false, holder));
    assertTrue(refusal.getMessage().endsWith(holder), refusal.getMessage());
    assertEquals(holder, verdict.tree().get("holder"));
  }
}
