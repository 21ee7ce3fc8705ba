package ansatz.experiment;

/**
 * What shall fill a slot.
 *
 * @param slot by path: {@code linalg}, {@code model.ridge}
 * @param part {@code name}, the version in force for new work, or {@code name@version}
 * @param provisional whether a version that is not promoted may be put in
 * @param who user that asks
 * @param why in a person's words
 */
public record Replacement(String slot, String part, boolean provisional, String who, String why) {
  /** {@code slot=name[@version]}. @throws ConfigException for anything else */
  public static Replacement parse(String text, boolean provisional, String who, String why) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new ConfigException("'" + text + "' is not slot=name[@version], such as linalg=jblas or "
          + "model.gaussian-mixture=gaussian-mixture@1.0.1 — ansatz status RUN lists the slots");
    }
    return new Replacement(text.substring(0, equals), text.substring(equals + 1), provisional, who, why);
  }

  /**
   * A replacement that takes place after a given step without being asked for: in a replay or a comparison.
   *
   * @param kind {@code ROLLED_BACK} where the code before could not go on, so that this one takes over at whichever step,
   *   if not with its state then without
   */
  public record Planned(long step, Replacement replacement, Swap.Kind kind) {
    public Planned(long step, Replacement replacement) {
      this(step, replacement, Swap.Kind.SWAPPED);
    }
  }
}
