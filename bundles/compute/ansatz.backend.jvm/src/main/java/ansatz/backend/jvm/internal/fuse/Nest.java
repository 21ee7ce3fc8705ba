package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Node;
import ansatz.tensor.primitive.Iota;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that one kernel computes, and its loops: outer ones and an inner one. Reductions whose value is used inside run
 * along the inner loop; others end in memory and fold along the inner loop, along outer ones, or both.
 */
final class Nest {
  /** More elements in a row than this are no gain. */
  static final int CHUNK = 4096;
  /** Inner extents up to this are constants of a kernel. */
  static final int CONSTANT = 16;
  /** Loops over the whole of more elements than this are not done as a single row. */
  private static final int ROW = 1024;

  private final Graph graph;
  private final Domain domain;
  private final Set<Node> inside = new HashSet<>();
  private final Set<Node> stored = new HashSet<>();
  private List<List<Axis>> outer = new ArrayList<>();
  private List<Axis> inner = List.of();
  private int folded;

  private Nest(Graph graph, Domain domain) {
    this.graph = graph;
    this.domain = domain;
  }

  /** @param members operands before users; null where one kernel cannot compute them */
  static Nest of(Graph graph, List<Node> members) {
    if (!Domain.isLikely(graph, members)) {
      return null;
    }
    Nest nest = of(graph, Domain.of(graph, members), members);
    return nest == null && hasReduction(members) ? of(graph, Domain.of(graph, members, true), members) : nest;
  }

  private static boolean hasReduction(List<Node> members) {
    for (Node node : members) {
      if (isReduction(node)) {
        return true;
      }
    }
    return false;
  }

  private static Nest of(Graph graph, Domain domain, List<Node> members) {
    if (domain == null) {
      return null;
    }
    Nest nest = new Nest(graph, domain);
    for (Node node : members) {
      boolean used = false;
      boolean needed = graph.isResult(node.result(0));
      for (Node user : graph.users(node.result(0))) {
        used |= domain.contains(user);
        needed |= !domain.contains(user);
      }
      if (used && isReduction(node)) {
        nest.inside.add(node);
      }
      if (needed) {
        nest.stored.add(node);
      }
    }
    return nest.arrange() ? nest : null;
  }

  static boolean isReduction(Node node) {
    return Reduction.is(node);
  }

  private boolean arrange() {
    Set<Axis> all = domain.axes();
    Set<Axis> row = rowAxes();
    if (row == null) {
      return false;
    }
    Set<Axis> kept = new HashSet<>(all);
    kept.removeAll(row);
    for (Node node : domain.members()) {
      Set<Axis> axes = domain.axes(node);
      if (!axes.equals(all) && (inside.isEmpty() || !axes.equals(kept))) {
        return false;
      }
    }
    List<List<Axis>> loops = merge(order(row), row);
    if (!inside.isEmpty()) {
      if (!row.equals(new HashSet<>(loops.getLast()))) {
        return false;
      }
    }
    if (!loops.isEmpty()) {
      inner = loops.getLast();
      outer = new ArrayList<>(loops.subList(0, loops.size() - 1));
    }
    return fold();
  }

  /** The axes that reductions used inside fold: the same for all, contiguous ones, and not all there are. */
  private Set<Axis> rowAxes() {
    Set<Axis> row = Set.of();
    for (Node node : inside) {
      Set<Axis> reduced = domain.reduced(node);
      List<Axis> walked = domain.iteration(node).leaves();
      if (!row.isEmpty() && !row.equals(reduced) || reduced.isEmpty() || !reduced.contains(walked.getLast())) {
        return null;
      }
      if (reduced.size() == walked.size() && extent(walked) > ROW) {
        return null;
      }
      row = reduced;
    }
    return row;
  }

  /** All axes as they lie in the memory that matters most: what is stored, else what is read. */
  private List<Axis> order(Set<Axis> row) {
    List<Axis> sorted = new ArrayList<>();
    List<Axis> last = new ArrayList<>();
    for (Axis axis : leading()) {
      (row.contains(axis) ? last : sorted).add(axis);
    }
    sorted.addAll(last);
    return sorted;
  }

  /** The axes of the first index that has all of them. */
  private List<Axis> leading() {
    for (Node node : domain.members().reversed()) {
      List<Axis> leaves = isStored(node) && !isReduction(node) ? domain.result(node).leaves() : List.of();
      if (isAll(leaves)) {
        return leaves;
      }
    }
    for (Node node : domain.members()) {
      for (Graph.Place read : domain.reads(node)) {
        List<Axis> leaves = read.index().leaves();
        if (isAll(leaves)) {
          return leaves;
        }
      }
    }
    for (Node node : domain.members()) {
      if (isAll(domain.iteration(node).leaves())) {
        return domain.iteration(node).leaves();
      }
    }
    throw new IllegalStateException("no member of " + domain.members() + " walks along all axes");
  }

  private boolean isAll(List<Axis> leaves) {
    int count = domain.axes().size();
    return leaves.size() == count && new HashSet<>(leaves).size() == count;
  }

  /** Adjacent axes become one loop where every array is walked through as if they were one. */
  private List<List<Axis>> merge(List<Axis> order, Set<Axis> row) {
    List<Map<Axis, Long>> walks = walks();
    Set<Axis> counted = counted();
    List<List<Axis>> loops = new ArrayList<>();
    for (Axis axis : order) {
      Axis before = loops.isEmpty() ? null : loops.getLast().getLast();
      boolean one = before != null && row.contains(before) == row.contains(axis) && !counted.contains(before)
          && !counted.contains(axis) && areOne(before, axis, walks);
      if (one) {
        loops.getLast().add(axis);
      } else {
        loops.add(new ArrayList<>(List.of(axis)));
      }
    }
    return loops;
  }

  private static boolean areOne(Axis before, Axis axis, List<Map<Axis, Long>> walks) {
    for (Map<Axis, Long> walk : walks) {
      if (walk.getOrDefault(before, 0L) != walk.getOrDefault(axis, 0L) * axis.extent()) {
        return false;
      }
    }
    return true;
  }

  private List<Map<Axis, Long>> walks() {
    List<Map<Axis, Long>> walks = new ArrayList<>();
    for (Node node : domain.members()) {
      for (Graph.Place read : domain.reads(node)) {
        if (!domain.contains(read.base().node())) {
          walks.add(read.index().strides());
        }
      }
      if (isStored(node)) {
        walks.add(domain.result(node).strides());
      }
    }
    return walks;
  }

  /** Axes whose index itself is a value. */
  private Set<Axis> counted() {
    Set<Axis> counted = new HashSet<>();
    for (Node node : domain.members()) {
      if (node.primitive() instanceof Iota) {
        counted.addAll(domain.axes(node));
      }
      for (Graph.Place read : domain.reads(node)) {
        if (read.base().node().primitive() instanceof Iota) {
          counted.addAll(read.index().leaves());
        }
      }
    }
    return counted;
  }

  /** Puts the outer loops that reductions fold last; false where reductions differ in them. */
  private boolean fold() {
    Set<Axis> along = Set.of();
    for (Node node : domain.members()) {
      if (isReduction(node) && !inside.contains(node)) {
        Set<Axis> reduced = domain.reduced(node);
        boolean whole = reduced.containsAll(inner);
        inner.forEach(reduced::remove);
        if (!along.isEmpty() && !reduced.isEmpty() && !along.equals(reduced)
            || !whole && domain.reduced(node).size() != reduced.size()) {
          return false;
        }
        along = reduced.isEmpty() ? along : reduced;
      }
    }
    List<List<Axis>> last = new ArrayList<>();
    for (List<Axis> loop : outer) {
      if (along.contains(loop.getFirst())) {
        last.add(loop);
      }
    }
    folded = last.size();
    outer.removeAll(last);
    outer.addAll(last);
    return true;
  }

  /** Whether a member's value is needed in memory: by other kernels or as an output. */
  boolean isStored(Node node) {
    return stored.contains(node);
  }

  Graph graph() {
    return graph;
  }

  Domain domain() {
    return domain;
  }

  /** How many reductions' values are used in the same kernel. */
  int reductionsInside() {
    return inside.size();
  }

  /** Whether a reduction's value is used in the same kernel. */
  boolean isInside(Node node) {
    return inside.contains(node);
  }

  /** The loops around the inner one, each of axes that are one loop in memory. */
  List<List<Axis>> outer() {
    return outer;
  }

  /** The inner loop; empty where there is no loop at all. */
  List<Axis> inner() {
    return inner;
  }

  /** How many of the last outer loops reductions fold. */
  int folded() {
    return folded;
  }

  /** Whether the only loop is cut into chunks. */
  boolean isChunked() {
    return outer.isEmpty() && inside.isEmpty() && extent(inner) > CHUNK;
  }

  static long extent(List<Axis> loop) {
    long extent = 1;
    for (Axis axis : loop) {
      extent = Math.multiplyExact(extent, axis.extent());
    }
    return extent;
  }

  /** Whether a member has a value for each inner index. */
  boolean isInner(Node node) {
    return !inner.isEmpty() && domain.axes(node).containsAll(inner);
  }
}
