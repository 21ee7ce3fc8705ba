package ansatz.runner.steps.internal;

import ansatz.experiment.Lease;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Step ranges of slots: an entry grows while the same code fills the slot, another begins when that changes. */
final class Ledger {
  private final Map<String, LedgerEntry> open = new LinkedHashMap<>();
  private final Map<Entry, LedgerEntry> changed = new LinkedHashMap<>();
  private final Map<String, Reason> reasons = new HashMap<>();
  private final String who = System.getProperty("user.name");

  /** What stays of an entry while its last step grows. */
  private record Entry(String slot, long fromStep, String part, Source source) {}

  /** By whose decision, and why, the code of a slot is another one from the next step on. */
  private record Reason(String who, String why) {}

  /** Takes up what earlier processes wrote. */
  Ledger(List<LedgerEntry> earlier) {
    earlier.forEach(e -> open.put(e.slot(), e));
  }

  /** Says why the next step of a slot will be done by other code, if it is. */
  void because(String slot, String decider, String why) {
    reasons.put(slot, new Reason(decider, why));
  }

  /** A step was done by these slots under these leases; {@code why} where nobody decided on the code of a slot. */
  void step(long step, List<String> slots, List<Lease<?>> leases, String why) {
    for (Lease<?> lease : leases) {
      if (!slots.contains(lease.slot())) {
        continue;
      }
      LedgerEntry old = open.get(lease.slot());
      boolean same = old != null && old.fromStep() <= step && old.part().equals(lease.name())
          && old.source().equals(lease.source());
      Reason given = reasons.remove(lease.slot());
      Reason reason = old == null && given == null
          ? new Reason(who, "start")
          : given == null ? new Reason(who, why) : given;
      LedgerEntry entry = same
          ? new LedgerEntry(old.slot(), old.fromStep(), Math.max(step, old.toStep()), old.part(), old.source(),
              old.who(), old.why())
          : new LedgerEntry(lease.slot(), step, step, lease.name(), lease.source(), reason.who, reason.why);
      open.put(lease.slot(), entry);
      changed.put(new Entry(entry.slot(), entry.fromStep(), entry.part(), entry.source()), entry);
    }
  }

  /** The entries that changed since this was last asked. */
  List<LedgerEntry> drain() {
    List<LedgerEntry> entries = new ArrayList<>(changed.values());
    changed.clear();
    return entries;
  }

  /** The slots whose code differs from what filled them last. */
  List<String> differences(List<Lease<?>> leases) {
    List<String> lines = new ArrayList<>();
    for (Lease<?> lease : leases) {
      LedgerEntry old = open.get(lease.slot());
      if (old != null && !old.source().equals(lease.source())) {
        lines.add("slot " + lease.slot() + ": was " + code(old.source()) + ", is " + code(lease.source()) + " now");
      }
    }
    return lines;
  }

  private static String code(Source source) {
    return source.label() + " " + source.sha256().substring(0, Math.min(12, source.sha256().length()));
  }
}
