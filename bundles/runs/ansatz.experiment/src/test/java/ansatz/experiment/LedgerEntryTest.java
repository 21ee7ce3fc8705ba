package ansatz.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {
  private static LedgerEntry entry(long from, long to, String version) {
    return new LedgerEntry("model.em", from, to, "em", new Source("zoo", version, version, new TreeMap<>()), "ada", "");
  }

  private static List<String> last(LedgerEntry... ledger) {
    return LedgerEntry.last(List.of(ledger)).stream()
        .map(e -> e.source().version() + " " + e.fromStep() + "–" + e.toStep()).toList();
  }

  @Test
  void entriesThatFollowEachOtherStay() {
    assertEquals(List.of("1 1–12", "2 13–40"), last(entry(1, 12, "1"), entry(13, 40, "2")));
  }

  @Test
  void stepsDoneAgainBelongToWhoDidThemLast() {
    assertEquals(List.of("1 1–40"), last(entry(1, 12, "1"), entry(13, 20, "2"), entry(13, 40, "1")));
    assertEquals(List.of("1 1–12", "2 13–14", "1 15–40"),
        last(entry(1, 12, "1"), entry(13, 20, "2"), entry(15, 40, "1")));
  }

  @Test
  void neighboursOfTheSameCodeAreOne() {
    assertEquals(List.of("1 1–40"), last(entry(1, 12, "1"), entry(13, 40, "1")));
  }
}
