package ansatz.runner.steps.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Source;
import ansatz.experiment.Swap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A swap is provisional until made permanent. */
class IncumbentsTest {
  private static final String MODEL = "model.em";

  private final Incumbents incumbents = new Incumbents();
  private boolean promoted = true;
  private int asked;

  private static Source zoo(String version) {
    return new Source("ansatz.zoo", version, "", new TreeMap<>());
  }

  private Swap add(String slot, Swap.Kind kind, String from, String to) {
    Swap swap = new Swap(1, slot, kind, "em", zoo(from), "em", zoo(to), true, "ada", "", "", "", "");
    incumbents.add(swap);
    return swap;
  }

  /** Steps of a slot; those that were settled in them. */
  private List<Swap> steps(int n, String slot, boolean milestone) {
    List<Swap> settled = List.of();
    for (int i = 0; i < n; i++) {
      assertEquals(List.of(), settled);
      settled = incumbents.stepped(List.of("data", slot), milestone, _ -> {
        asked++;
        return promoted;
      });
    }
    return settled;
  }

  @Test
  void twentyStepsUnderAPromotedVersionSettleASwapAndThoseBelowIt() {
    Swap first = add(MODEL, Swap.Kind.SWAPPED, "1", "2");
    Swap second = add(MODEL, Swap.Kind.SWAPPED, "2", "3");
    assertEquals(List.of(first, second), incumbents.unsettled());
    assertEquals(List.of(), steps(Incumbents.STEPS - 1, MODEL, false));
    assertEquals(List.of(), steps(50, "model.other", false));
    assertEquals(List.of(second), steps(1, MODEL, false));
    assertEquals(List.of(), incumbents.unsettled());
    assertEquals(Optional.empty(), incumbents.suspect(List.of(MODEL)));
    assertEquals(Optional.of(second), incumbents.newest(MODEL));
  }

  @Test
  void whatIsNotPromotedStaysProvisionalAndIsAskedForRarely() {
    promoted = false;
    Swap swap = add(MODEL, Swap.Kind.SWAPPED, "1", "2");
    assertEquals(List.of(), steps(5 * Incumbents.STEPS, MODEL, false));
    assertEquals(5, asked);
    promoted = true;
    assertEquals(List.of(swap), steps(Incumbents.STEPS, MODEL, false));
  }

  @Test
  void aMetricIsNotSettledBeforeItWasUsed() {
    Swap swap = add("metric.rmse", Swap.Kind.SWAPPED, "1", "2");
    assertEquals(List.of(), steps(3 * Incumbents.STEPS, "metric.rmse", false));
    assertEquals(List.of(), steps(Incumbents.STEPS - 1, "metric.rmse", true));
    assertEquals(List.of(swap), steps(1, "metric.rmse", true));
  }

  @Test
  void whatIsTakenBackUncoversTheOneBefore() {
    Swap first = add(MODEL, Swap.Kind.SWAPPED, "1", "2");
    add(MODEL, Swap.Kind.SWAPPED, "2", "3");
    add(MODEL, Swap.Kind.ROLLED_BACK, "3", "2");
    assertEquals(Optional.of(first), incumbents.suspect(List.of(MODEL)));
    assertEquals(List.of(first), steps(Incumbents.STEPS, MODEL, false));
    add(MODEL, Swap.Kind.UNDONE, "2", "1");
    assertTrue(incumbents.newest(MODEL).isEmpty());
  }
}
