package ansatz.experiment;

/**
 * Which code filled a slot over a range of steps, and by whose decision.
 *
 * @param fromStep first step
 * @param toStep last step so far
 * @param who user that decided
 * @param why {@code start}, {@code resume}, {@code withdrawn: ...}
 */
public record LedgerEntry(String slot, long fromStep, long toStep, String part, Source source, String who,
    String why) {}
