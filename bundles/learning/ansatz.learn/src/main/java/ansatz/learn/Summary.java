package ansatz.learn;

import java.util.List;

/**
 * Learned quantities worth showing: named values, each with a standard error (NaN where there is none).
 *
 * @param title what they are: "coefficients", "cluster centres"
 */
public record Summary(String title, List<Entry> entries) {
  /** Nothing to show. */
  public static final Summary EMPTY = new Summary("", List.of());

  public Summary {
    entries = List.copyOf(entries);
  }

  /** One named value. */
  public record Entry(String name, double value, double standardError) {}
}
