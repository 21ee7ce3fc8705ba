package ansatz.bench.table;

import java.util.Map;

/** How often faster than the better peer a workload must be, and should be. */
public record Goal(double must, double aim) {
  private static final Map<String, Goal> ALL = Map.ofEntries(Map.entry("W1", new Goal(2, 2.5)),
      Map.entry("W2", new Goal(1.3, 1.3)), Map.entry("W3", new Goal(1.3, 1.5)), Map.entry("W4", new Goal(1.15, 1.15)),
      Map.entry("W5", new Goal(1.3, 1.3)), Map.entry("W6", new Goal(1.3, 1.5)), Map.entry("W7", new Goal(5, 5)),
      Map.entry("W8", new Goal(2, 2.5)), Map.entry("W8b", new Goal(2, 2.5)), Map.entry("W9", new Goal(1.3, 1.3)),
      Map.entry("W10", new Goal(2, 2)));

  public static Goal of(String workload) {
    return ALL.get(workload);
  }
}
