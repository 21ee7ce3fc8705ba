package ansatz.runner;

import ansatz.experiment.Lease;
import ansatz.experiment.Source;
import ansatz.experiment.Swap;

/** What fills a slot: a part, and the bundle behind it. */
record Filling(String part, String bundle, String version, String sha256) {
  static Filling of(Lease<?> lease) {
    return of(lease.name(), lease.source());
  }

  private static Filling of(String part, Source source) {
    return new Filling(part, source.bundle(), source.version(), source.sha256());
  }

  /** What filled the slot before a swap. */
  static Filling before(Swap swap) {
    return of(swap.fromPart(), swap.from());
  }

  /** What fills it since. */
  static Filling after(Swap swap) {
    return of(swap.toPart(), swap.to());
  }

  /** As a snapshot names it: {@code part bundle@version sha256}. */
  String text() {
    return part + " " + bundle + "@" + version + " " + sha256;
  }

  static Filling parse(String text) {
    String[] words = text.split(" ", -1);
    int at = words.length == 3 ? words[1].lastIndexOf('@') : -1;
    if (at < 0) {
      throw new IllegalArgumentException("'" + text + "' is not 'part bundle@version sha256'");
    }
    return new Filling(words[0], words[1].substring(0, at), words[1].substring(at + 1), words[2]);
  }

  /** What to ask a registry for: {@code part@version}. */
  String label() {
    return part + "@" + version;
  }

  /** For people: {@code 'ridge' of ansatz.regression 1.0.1}. */
  String words() {
    return "'" + part + "' of " + bundle + " " + version;
  }

  /** Whether the code behind a bundle's name is the same to the bit. */
  boolean sameCode(Filling other) {
    return bundle.equals(other.bundle) && version.equals(other.version) && sha256.equals(other.sha256);
  }
}
