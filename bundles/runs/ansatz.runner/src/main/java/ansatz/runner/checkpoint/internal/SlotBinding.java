package ansatz.runner.checkpoint.internal;

import ansatz.experiment.Lease;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;

/** What fills a slot: a part, and the bundle behind it. */
public record SlotBinding(String part, String bundle, String version, String sha256) {
  public static SlotBinding of(Lease<?> lease) {
    return of(lease.name(), lease.source());
  }

  private static SlotBinding of(String part, Source source) {
    return new SlotBinding(part, source.bundle(), source.version(), source.sha256());
  }

  /** What filled the slot before a swap. */
  public static SlotBinding before(Swap swap) {
    return of(swap.fromPart(), swap.from());
  }

  /** What fills it since. */
  public static SlotBinding after(Swap swap) {
    return of(swap.toPart(), swap.to());
  }

  /** As a snapshot names it: {@code part bundle@version sha256}. */
  String text() {
    return part + " " + bundle + "@" + version + " " + sha256;
  }

  static SlotBinding parse(String text) {
    String[] words = text.split(" ", -1);
    int at = words.length == 3 ? words[1].lastIndexOf('@') : -1;
    if (at < 0) {
      throw new IllegalArgumentException("'" + text + "' is not 'part bundle@version sha256'");
    }
    return new SlotBinding(words[0], words[1].substring(0, at), words[1].substring(at + 1), words[2]);
  }

  /** What to ask a registry for: {@code part@version}. */
  public String label() {
    return part + "@" + version;
  }

  /** For people: {@code 'ridge' of ansatz.regression 1.0.1}. */
  public String words() {
    return "'" + part + "' of " + bundle + " " + version;
  }

  /** Whether the code behind a bundle's name is the same to the bit. */
  boolean sameCode(SlotBinding other) {
    return bundle.equals(other.bundle) && version.equals(other.version) && sha256.equals(other.sha256);
  }
}
