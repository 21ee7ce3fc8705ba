package ansatz.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One change of the code that fills a slot while a run goes on, or the refusal of one.
 *
 * @param step the last step done by {@code from}; {@code to} does the next one
 * @param fromPart the name of the part that filled the slot, and {@code from} the code behind it
 * @param toPart the name of the part that fills it from then on, and {@code to} the code behind it
 * @param provisional whether {@code to} was not promoted when it was put in
 * @param who user that decided
 * @param why in a person's words, or what went wrong
 * @param detail what was measured before: steps in the shadow, greatest difference, times
 * @param checkpoint the checkpoint file in the run's folder to return to, written before the change; empty for a refusal
 * @param checkpointSha256 of that file
 */
public record Swap(long step, String slot, Kind kind, String fromPart, Source from, String toPart, Source to,
    boolean provisional, String who, String why, String detail, String checkpoint, String checkpointSha256) {
  /** What happened. */
  public enum Kind {
    /** The candidate was put in. */
    SWAPPED,
    /** A person took the last swap of the slot back. */
    UNDONE,
    /** The candidate failed in a step, which was done again by the incumbent. */
    ROLLED_BACK,
    /** The candidate hung or ended the process; the supervisor resumed under the incumbent. */
    RESTARTED,
    /** The candidate was not put in; the slot stayed as it was. */
    REFUSED;

    /** {@code rolled back}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether other code filled the slot from then on. */
  public boolean changed() {
    return kind != Kind.REFUSED;
  }

  /** As JSON has it everywhere. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("step", step);
    tree.put("slot", slot);
    tree.put("kind", kind.word());
    tree.put("from", code(fromPart, from));
    tree.put("to", code(toPart, to));
    tree.put("provisional", provisional);
    tree.put("who", who);
    tree.put("why", why);
    tree.put("detail", detail);
    tree.put("checkpoint", checkpoint.isEmpty() ? null : checkpoint);
    tree.put("checkpointSha256", checkpointSha256.isEmpty() ? null : checkpointSha256);
    return tree;
  }

  private static Map<String, Object> code(String part, Source source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("part", part);
    tree.putAll(LockedBundle.of(source).tree());
    return tree;
  }

  /**
   * {@code ansatz.regression 1.0.0 → 1.0.1}; both bundles where another one takes over; of a refusal what stayed and what
   * was asked for.
   */
  public String change() {
    if (kind == Kind.REFUSED) {
      return from.label() + " stayed, " + toPart + (to.version().isEmpty() ? "" : "@" + to.version())
          + " was asked for";
    }
    return from.label() + " → "
        + (to.bundle().isEmpty() ? toPart : from.bundle().equals(to.bundle()) ? to.version() : to.label());
  }
}
