package ansatz.experiment;

/**
 * A part as it is asked for: {@code ridge}, {@code ridge@1.0.1}, or {@code ridge@}.
 *
 * @param name null for the best there is
 * @param version of the bundle that offers it; null for the standing one, empty for the one in force by now
 */
public record PartLabel(String name, String version) {
  public static PartLabel of(String text) {
    int at = text == null ? -1 : text.lastIndexOf('@');
    return at < 0 ? new PartLabel(text, null) : new PartLabel(text.substring(0, at), text.substring(at + 1));
  }

  /** Whether it is one version that is asked for. */
  public boolean versioned() {
    return version != null && !version.isEmpty();
  }

  /** The version that shall fill a slot: what a person asks for without a version is what is in force by now. */
  public static String inForce(String text) {
    return text == null || text.indexOf('@') >= 0 ? text : text + "@";
  }

  @Override
  public String toString() {
    return version == null ? name : name + "@" + version;
  }
}
