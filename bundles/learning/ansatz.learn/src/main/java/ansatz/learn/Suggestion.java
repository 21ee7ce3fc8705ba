package ansatz.learn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The word that was probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The candidate nearest to the word, case aside, if it is near: about one slip in three letters. Ties go to the first
   * in alphabetical order.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= (Math.max(word.length(), candidate.length()) + 1) / 3)
        .min(Comparator.comparingInt((String candidate) -> distance(word, candidate)).thenComparing(c -> c));
  }

  /** {@code did you mean 'lambda'?}, or {@code allowed: a, b, c} when nothing is near. */
  public static String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(candidate -> "did you mean '" + candidate + "'?")
        .orElseGet(
            () -> candidates.isEmpty() ? "nothing is allowed here" : "allowed: " + String.join(", ", candidates));
  }

  private static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance().apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
