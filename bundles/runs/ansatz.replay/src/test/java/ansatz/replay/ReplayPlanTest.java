package ansatz.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Replacement.Planned;
import ansatz.experiment.RunState;
import ansatz.experiment.Swap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayPlanTest {
  private static List<String> plan(List<LedgerEntry> ledger, Swap... swaps) {
    return ReplayPlan
        .of(MadeUpRuns.run(RunState.FINISHED, Path.of("nowhere"), Map.of(), Map.of(), List.of(), ledger,
            List.of(swaps)))
        .stream().map(ReplayPlanTest::words).toList();
  }

  private static String words(Planned planned) {
    assertTrue(planned.replacement().provisional(), "whatever was promoted then");
    return planned.step() + " " + planned.replacement().slot() + "=" + planned.replacement().part();
  }

  @Test
  void changesHappenAgainAfterTheSameSteps() {
    List<LedgerEntry> ledger = List.of(MadeUpRuns.entry("model.em", 1, 12, "1.0.0", "start"),
        MadeUpRuns.entry("model.em", 13, 30, "1.0.1", "swap"), MadeUpRuns.entry("model.em", 31, 40, "1.0.0", "undo"));
    assertEquals(List.of("12 model.em=em@1.0.1", "30 model.em=em@1.0.0"),
        plan(ledger, MadeUpRuns.swap(12, Swap.Kind.SWAPPED, "1.0.0", "1.0.1"),
            MadeUpRuns.swap(30, Swap.Kind.UNDONE, "1.0.1", "1.0.0")));
  }

  @Test
  void whatWasRefusedIsNot() {
    assertEquals(List.of(), plan(List.of(MadeUpRuns.entry("model.em", 1, 40, "1.0.0", "start")),
        MadeUpRuns.swap(12, Swap.Kind.REFUSED, "1.0.0", "1.0.1")));
  }

  @Test
  void aCandidateThatDidNoStepIsPutInAndTakenOutAtOneBoundary() {
    assertEquals(List.of("12 model.em=em@1.0.1", "12 model.em=em@1.0.0"),
        plan(List.of(MadeUpRuns.entry("model.em", 1, 40, "1.0.0", "start")),
            MadeUpRuns.swap(12, Swap.Kind.SWAPPED, "1.0.0", "1.0.1"),
            MadeUpRuns.swap(12, Swap.Kind.ROLLED_BACK, "1.0.1", "1.0.0")));
  }

  @Test
  void whatOnlyTheLedgerTellsHappensToo() {
    assertEquals(List.of("19 model.em=em@1.0.1"), plan(List.of(MadeUpRuns.entry("model.em", 1, 19, "1.0.0", "start"),
        MadeUpRuns.entry("model.em", 20, 40, "1.0.1", "withdrawn"))));
  }
}
