package ansatz.cli.command.internal;

import ansatz.experiment.Divergence;
import ansatz.experiment.Divergence.Where;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where two runs part, in words and as trees. */
final class DivergenceText {
  private DivergenceText() {}

  /** {@code step 12, rmse of ridge/fold-3 at its iteration 1: was 54.1, is 54.2 (relative 1.8e-03)}. */
  static String words(Where where) {
    return "step " + where.step() + " in " + where.quantity() + ": was " + where.was() + ", is " + where.is()
        + (Double.isFinite(where.relative()) ? " (relative " + relative(where.relative()) + ")" : "");
  }

  static String relative(double relative) {
    return relative == 0 ? "0" : Double.isFinite(relative) ? String.format(Locale.ROOT, "%.1e", relative) : "∞";
  }

  /** {@code 241 points and 7 arrays}. */
  static String compared(Divergence divergence) {
    return divergence.points() + (divergence.points() == 1 ? " point and " : " points and ") + divergence.arrays()
        + (divergence.arrays() == 1 ? " array" : " arrays");
  }

  static Map<String, Object> tree(Where where) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("step", where.step());
    tree.put("quantity", where.quantity());
    tree.put("was", where.was());
    tree.put("is", where.is());
    tree.put("relative", where.relative());
    return tree;
  }
}
