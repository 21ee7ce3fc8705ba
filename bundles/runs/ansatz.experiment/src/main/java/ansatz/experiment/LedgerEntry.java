package ansatz.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which code filled a slot over a range of steps, and by whose decision.
 *
 * @param fromStep first step
 * @param toStep last step so far
 * @param who user that decided
 * @param why {@code start}, {@code resume}, {@code withdrawn: ...}
 */
public record LedgerEntry(String slot, long fromStep, long toStep, String part, Source source, String who,
    String why) {
  /**
   * What a ledger says in the end: steps that were done again, after a restart or by the incumbent, belong to whoever did
   * them last, and neighbours of the same code are one.
   */
  public static List<LedgerEntry> last(List<LedgerEntry> ledger) {
    Map<String, List<LedgerEntry>> slots = new LinkedHashMap<>();
    for (LedgerEntry entry : ledger) {
      List<LedgerEntry> slot = slots.computeIfAbsent(entry.slot(), _ -> new ArrayList<>());
      while (!slot.isEmpty() && slot.getLast().fromStep() >= entry.fromStep()) {
        slot.removeLast();
      }
      LedgerEntry before = slot.isEmpty() ? null : slot.removeLast();
      if (before != null && before.part.equals(entry.part) && before.source.equals(entry.source)) {
        slot.add(before.until(Math.max(before.toStep, entry.toStep)));
      } else {
        if (before != null) {
          slot.add(before.until(Math.min(before.toStep, entry.fromStep - 1)));
        }
        slot.add(entry);
      }
    }
    return slots.values().stream().flatMap(List::stream).sorted(Comparator.comparingLong(LedgerEntry::fromStep))
        .toList();
  }

  private LedgerEntry until(long step) {
    return new LedgerEntry(slot, fromStep, step, part, source, who, why);
  }
}
