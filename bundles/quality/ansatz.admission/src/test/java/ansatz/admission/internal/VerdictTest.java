package ansatz.admission.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.admission.internal.ContractRunner.Result;
import ansatz.admission.internal.ContractRunner.Status;
import ansatz.admission.internal.Verdict.Tried;
import ansatz.experiment.RefusedException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Result PASSED = result("descent", "M1", Status.PASSED, "");
  private static final Result FAILED = result("descent", "M2", Status.FAILED, "x".repeat(5000));
  private static final Result SKIPPED = result("descent", "M3", Status.SKIPPED, "no data");

  private static final List<Tried> DESCENT = List.of(new Tried(Kind.METRIC, "descent"));

  private static Result result(String subject, String rule, Status status, String detail) {
    return new Result("MetricInside", subject, rule, status, detail);
  }

  private final Verdict verdict = new Verdict("zoo.descent@1.0.0", "abc");

  @Test
  void whatPassesIsAdmitted() {
    verdict.tests(List.of(PASSED, SKIPPED), DESCENT);
    verdict.unloaded(true, "");
    assertEquals(true, verdict.tree().get("admitted"));
    assertEquals("zoo.descent", verdict.tree().get("bundle"));
    assertEquals("1.0.0", verdict.tree().get("version"));
    assertEquals(1, verdict.tree().get("tests"));
    assertEquals(1, verdict.tree().get("skipped"));
  }

  @Test
  void aFailureIsNamedAndShortened() {
    RefusedException refusal = assertThrows(RefusedException.class,
        () -> verdict.tests(List.of(PASSED, FAILED), DESCENT));
    assertTrue(refusal.getMessage().startsWith("1 of 2 contract tests fail: M2: xxx"), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 1200, "a reason is for people");
    verdict.refuse(refusal.getMessage());
    assertEquals(false, verdict.tree().get("admitted"));
    assertEquals(1, ((List<?>) verdict.tree().get("failed")).size());
  }

  @Test
  void manyFailuresAreCountedAndSomeShown() {
    assertThrows(RefusedException.class, () -> verdict.tests(Collections.nCopies(50, FAILED), DESCENT));
    assertEquals(50, verdict.tree().get("tests"));
    assertEquals(20, ((List<?>) verdict.tree().get("failed")).size());
  }

  @Test
  void nothingTriedIsNothingAdmitted() {
    assertThrows(RefusedException.class, () -> verdict.tests(List.of(), List.of()));
    assertThrows(RefusedException.class, () -> verdict.tests(List.of(), DESCENT));
    assertThrows(RefusedException.class, () -> verdict.tests(List.of(SKIPPED), DESCENT));
  }

  @Test
  void everyOfferAndEveryExampleHasToBeTried() {
    List<Tried> two = List.of(new Tried(Kind.METRIC, "descent"), new Tried(Kind.METRIC, "descent {rate=2}"));
    assertEquals(
        "no contract test ran for its ansatz.learn.MetricFactory 'descent {rate=2}', so nothing is known of it",
        assertThrows(RefusedException.class, () -> verdict.tests(List.of(PASSED), two)).getMessage());
    Result other = result("descent {rate=2}", "M1", Status.PASSED, "");
    verdict.tests(List.of(PASSED, other), two);
    List<Tried> sample = List.of(new Tried(Kind.METRIC, "descent"), new Tried(Kind.SAMPLE, "descent"));
    assertThrows(RefusedException.class, () -> verdict.tests(List.of(PASSED), sample), "the same name of another kind");
    List<Tried> reader = List.of(new Tried(Kind.TABLE_READER, "text"));
    Result csv = new Result("TableReaderInside", "text .csv", "T1", Status.PASSED, "");
    verdict.tests(List.of(csv), reader);
    assertThrows(RefusedException.class,
        () -> verdict.tests(List.of(csv), List.of(new Tried(Kind.TABLE_READER, "tex"))));
  }

  @Test
  void whatStaysInMemoryIsRefusedWithItsHolder() {
    String holder = "static zoo.Leak.CACHE -> ArrayList[0] (zoo.Leak$Row)";
    RefusedException refusal = assertThrows(RefusedException.class, () -> verdict.unloaded(false, holder));
    assertTrue(refusal.getMessage().endsWith(holder), refusal.getMessage());
    assertEquals(holder, verdict.tree().get("holder"));
  }
}
