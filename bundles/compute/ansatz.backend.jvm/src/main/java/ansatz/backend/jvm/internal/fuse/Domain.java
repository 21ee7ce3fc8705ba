package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The loops that nodes have in common if they are computed together, each value once. */
final class Domain {
  private final List<Node> members;
  private final Map<Node, Index> iterations = new HashMap<>();
  private final Map<Node, Index> results = new HashMap<>();
  private final Map<Node, List<Graph.Place>> reads = new LinkedHashMap<>();
  private final Map<Node, Set<Axis>> axes = new HashMap<>();
  private final Set<Axis> all = new LinkedHashSet<>();

  private Domain(List<Node> members) {
    this.members = members;
  }

  /** @param members operands before users; null where they do not have loops in common */
  static Domain of(Graph graph, List<Node> members) {
    return of(graph, members, false);
  }

  /**
   * As {@link #of(Graph, List)}.
   *
   * @param together whether loops over the same array in memory are the same, though nothing else connects them
   */
  static Domain of(Graph graph, List<Node> members, boolean together) {
    Domain domain = new Domain(members);
    for (Node node : members) {
      Reduction reduction = Reduction.of(node);
      Index iteration = Index.fresh(reduction == null ? node.types().getFirst().shape() : node.operand(0).shape());
      domain.iterations.put(node, iteration);
      domain.results.put(node, reduction == null ? iteration : iteration.without(reduction.axes()));
    }
    return domain.connect(graph) && (!together || domain.connectReads()) && domain.isProper() ? domain : null;
  }

  /**
   * A quick look before {@link #of}: whether members walk through as many elements each, but those behind reductions of
   * the domain, which walk through as many as these leave.
   */
  static boolean isLikely(Graph graph, List<Node> members) {
    long most = elements(members.getFirst());
    long least = most;
    for (Node node : members) {
      long count = elements(node);
      if (count != most && count != least && most != least) {
        return false;
      }
      most = Math.max(most, count);
      least = Math.min(least, count);
    }
    if (most == least) {
      return true;
    }
    for (Node node : members) {
      if (Reduction.is(node) && elements(node) == most && node.types().getFirst().size() == least
          && !Collections.disjoint(graph.users(node.result(0)), members)) {
        return true;
      }
    }
    return false;
  }

  /** How many elements a node walks through. */
  private static long elements(Node node) {
    return (Reduction.is(node) ? node.operand(0).type() : node.types().getFirst()).size();
  }

  private boolean connect(Graph graph) {
    for (Node node : members) {
      List<Graph.Place> places = new ArrayList<>();
      Index iteration = iterations.get(node);
      boolean view = graph.isCopy(node);
      for (Tensor operand : node.operands()) {
        Index at = view ? iteration.before(node) : iteration;
        Graph.Place place = at == null ? null : graph.place(operand, at);
        Index made = place == null ? null : results.get(place.base().node());
        if (place == null || made != null && (place.reshaped() || !made.unify(place.index()))) {
          return false;
        }
        places.add(place);
      }
      reads.put(node, places);
    }
    return true;
  }

  private boolean connectReads() {
    Map<Tensor, Index> walked = new HashMap<>();
    for (List<Graph.Place> places : reads.values()) {
      for (Graph.Place place : places) {
        Index other = contains(place.base().node()) || place.reshaped() || !place.index().isWhole()
            ? null
            : walked.putIfAbsent(place.base(), place.index());
        if (other != null && other.isComplete(place.base().shape()) && place.index().isComplete(place.base().shape())
            && !other.unify(place.index())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Collects the axes; false where a loop runs along two axes of one tensor. */
  private boolean isProper() {
    for (Node node : members) {
      List<Axis> leaves = iterations.get(node).leaves();
      Set<Axis> distinct = new LinkedHashSet<>(leaves);
      if (distinct.size() != leaves.size()) {
        return false;
      }
      axes.put(node, distinct);
      all.addAll(distinct);
    }
    return true;
  }

  List<Node> members() {
    return members;
  }

  /** Where a node computes: for reductions that is where its operand is. */
  Index iteration(Node node) {
    return iterations.get(node);
  }

  Index result(Node node) {
    return results.get(node);
  }

  /** What a node's operands are. */
  List<Graph.Place> reads(Node node) {
    return reads.get(node);
  }

  boolean contains(Node node) {
    return iterations.containsKey(node);
  }

  Set<Axis> axes(Node node) {
    return axes.get(node);
  }

  /** The axes that a reduction folds. */
  Set<Axis> reduced(Node node) {
    Set<Axis> reduced = new LinkedHashSet<>(axes(node));
    reduced.removeAll(results.get(node).leaves());
    return reduced;
  }

  /** All axes. */
  Set<Axis> axes() {
    return all;
  }
}
