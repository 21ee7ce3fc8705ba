package ansatz.runner.shadow.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of some steps that incumbent and candidate did side by side.
 *
 * @param reason why the candidate is refused; empty when it is not
 * @param steps done by both
 * @param points numbers that both gave
 * @param difference the greatest relative difference between such numbers; 0 where they are equal to the bit
 * @param incumbentMillis time of its steps, without the first one, which warms up
 */
public record ShadowVerdict(String reason, long steps, long points, double difference, double incumbentMillis,
    double candidateMillis) {
  /** Of a candidate that was not tried. */
  public static final ShadowVerdict NONE = refused("");

  public static ShadowVerdict refused(String reason) {
    return new ShadowVerdict(reason, 0, 0, 0, 0, 0);
  }

  public boolean ok() {
    return reason.isEmpty();
  }

  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ok", ok());
    tree.put("reason", reason);
    tree.put("steps", steps);
    tree.put("points", points);
    tree.put("difference", String.valueOf(difference));
    tree.put("incumbentMillis", incumbentMillis);
    tree.put("candidateMillis", candidateMillis);
    return tree;
  }

  /** @throws RuntimeException for a tree that is none */
  static ShadowVerdict of(Map<String, Object> tree) {
    return new ShadowVerdict((String) tree.get("reason"), number(tree, "steps").longValue(),
        number(tree, "points").longValue(), Double.parseDouble((String) tree.get("difference")),
        number(tree, "incumbentMillis").doubleValue(), number(tree, "candidateMillis").doubleValue());
  }

  private static Number number(Map<String, Object> tree, String key) {
    return (Number) tree.get(key);
  }

  /** {@code 0 (bit-identical)}, {@code 3.1e-15}. */
  public String differenceText() {
    return difference == 0 ? "0 (bit-identical)" : String.format(Locale.ROOT, "%.2g", difference);
  }

  /** {@code 5 steps in the shadow, greatest difference 0 (bit-identical) in 12 numbers, 31.0 ms against 30.2 ms}. */
  public String summary() {
    String numbers = points == 0
        ? "no numbers to compare"
        : "greatest difference " + differenceText() + " in " + points + (points == 1 ? " number" : " numbers");
    return String.format(Locale.ROOT, "%d %s in the shadow, %s, %.1f ms against %.1f ms", steps,
        steps == 1 ? "step" : "steps", numbers, candidateMillis, incumbentMillis);
  }
}
