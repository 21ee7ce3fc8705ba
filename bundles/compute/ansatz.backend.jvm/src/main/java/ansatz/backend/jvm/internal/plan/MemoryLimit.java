package ansatz.backend.jvm.internal.plan;

import ansatz.tensor.Program;
import ansatz.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks for a plan whose workspace is within a limit: has more and more arrays computed again, those first that take
 * most memory for the longest time, and keeps what makes the workspace smaller.
 */
final class MemoryLimit {
  private static final int MOST_PLANS = 64;
  /** The arrays are tried in so many parts at first. */
  private static final int PARTS = 24;

  private final Recomputation recomputation;
  private final Function<Program, Plan> planner;
  private final long limit;
  private final Set<Tensor> chosen = new LinkedHashSet<>();
  private Plan best;
  /** The least bytes of workspace in this search; the plan that it begins with may have fewer. */
  private long reached = Long.MAX_VALUE;
  private int plans;

  private MemoryLimit(Plan plan, Recomputation recomputation, Function<Program, Plan> planner, long limit) {
    this.best = plan;
    this.recomputation = recomputation;
    this.planner = planner;
    this.limit = limit;
  }

  /**
   * A plan within the limit, or the smallest that was found.
   *
   * @param plan one that is too large
   * @param planner makes plans in which nothing is computed before it has to be
   * @param limit bytes of workspace
   */
  static Plan fit(Plan plan, Recomputation recomputation, Function<Program, Plan> planner, long limit) {
    MemoryLimit search = new MemoryLimit(plan, recomputation, planner, limit);
    search.add(List.of());
    List<Tensor> candidates = recomputation.candidates();
    int part = (candidates.size() + PARTS - 1) / PARTS;
    for (int from = 0; from < candidates.size(); from += part) {
      search.add(candidates.subList(from, Math.min(candidates.size(), from + part)));
    }
    return search.best;
  }

  /** Has further arrays computed again, or those of them with which the workspace gets smaller. */
  private void add(List<Tensor> arrays) {
    if (best.workspace() <= limit || plans == MOST_PLANS) {
      return;
    }
    Set<Tensor> more = new LinkedHashSet<>(chosen);
    more.addAll(arrays);
    Plan plan = planner.apply(recomputation.program(more));
    plans++;
    boolean smaller = plan.workspace() < reached;
    reached = Math.min(reached, plan.workspace());
    keepBest(plan);
    if (smaller) {
      chosen.addAll(arrays);
    } else if (arrays.size() > 1) {
      add(arrays.subList(0, arrays.size() / 2));
      add(arrays.subList(arrays.size() / 2, arrays.size()));
    }
  }

  private void keepBest(Plan plan) {
    if (plan.workspace() < best.workspace()) {
      best.close();
      best = plan;
    } else {
      plan.close();
    }
  }
}
