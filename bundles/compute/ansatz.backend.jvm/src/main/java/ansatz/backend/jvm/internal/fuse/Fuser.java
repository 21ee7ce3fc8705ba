package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which nodes are computed together. First, users before operands: a node whose value only one group uses joins
 * that group, so the value never goes through memory. Then groups of which one reads what the other writes become one,
 * where nothing else stands between them.
 */
public final class Fuser {
  private static final int MOST_MEMBERS = 96;
  /** Longer code is not compiled by the JVM, or badly. */
  private static final int MOST_IN_STAGE = 450;
  private static final int MOST_OPERATIONS = 550;

  private final Graph graph;
  private final Map<Node, Group> groups = new HashMap<>();

  /** Nodes that are done in one step. */
  private static final class Group {
    private List<Node> members;
    private Nest nest;

    Group(List<Node> members, Nest nest) {
      this.members = members;
      this.nest = nest;
    }
  }

  private Fuser(Graph graph) {
    this.graph = graph;
  }

  /**
   * The loops of a program's graph, in an order in which they can be done.
   *
   * @param fuse false gives every node a loop of its own
   */
  public static List<Loop> fuse(Graph graph, boolean fuse) {
    Fuser fuser = new Fuser(graph);
    fuser.joinUsers(fuse);
    if (fuse) {
      fuser.joinProducers();
    }
    Set<Group> distinct = new LinkedHashSet<>();
    graph.program().nodes().stream().map(fuser.groups::get).filter(group -> group != null && group.nest != null)
        .forEach(distinct::add);
    return distinct.stream().map(group -> LoopWriter.write(group.nest)).toList();
  }

  private void joinUsers(boolean fuse) {
    for (Node node : graph.program().nodes().reversed()) {
      Graph.Kind kind = graph.kind(node);
      if (kind.compareTo(Graph.Kind.LOOP) > 0) {
        groups.put(node, new Group(List.of(node), null));
      } else if (kind == Graph.Kind.LOOP) {
        Set<Group> users = new LinkedHashSet<>();
        graph.users(node.result(0)).forEach(user -> users.add(groups.get(user)));
        if (!fuse || users.size() != 1 || !merge(users.iterator().next(), List.of(node))) {
          groups.put(node, new Group(List.of(node), Nest.of(graph, List.of(node))));
        }
      }
    }
  }

  private void joinProducers() {
    for (Node node : graph.program().nodes()) {
      Group group = groups.get(node);
      if (group == null || group.nest == null) {
        continue;
      }
      for (Tensor operand : node.operands()) {
        Group producer = groups.get(graph.base(operand).node());
        if (producer != null && producer.nest != null && producer != groups.get(node)
            && !graph.isApart(operand) && !reachesAround(producer, groups.get(node))) {
          merge(groups.get(node), producer.members);
        }
      }
    }
  }

  /** Adds members to a group if one kernel can do them all. */
  private boolean merge(Group group, List<Node> more) {
    if (group.nest == null || group.members.size() + more.size() > MOST_MEMBERS) {
      return false;
    }
    List<Node> all = new ArrayList<>(group.members);
    all.addAll(more);
    all.sort(Comparator.comparingLong(Node::id));
    if (all.stream().mapToInt(this::operations).sum() > MOST_IN_STAGE) {
      return false;
    }
    Nest nest = Nest.of(graph, all);
    if (nest == null || !isShort(nest)) {
      return false;
    }
    group.members = all;
    group.nest = nest;
    more.forEach(node -> groups.put(node, group));
    return true;
  }

  private int operations(Node node) {
    return node.primitive() instanceof Elementwise elementwise
        ? graph.target().size(elementwise, node.operand(0).dtype())
        : 1;
  }

  /** Whether the whole kernel, in which stages compute values of earlier ones again, is short enough. */
  private boolean isShort(Nest nest) {
    List<Node> members = nest.domain().members();
    if (members.stream().mapToInt(this::operations).sum() * (1 + nest.reductionsInside()) <= MOST_OPERATIONS) {
      return true;
    }
    Kernel kernel = LoopWriter.write(nest).kernel();
    List<DType> types = kernel.types();
    return kernel.instructions().stream().mapToInt(instruction -> instruction instanceof Instruction.Apply apply
        ? graph.target().size(apply.primitive(), types.get(apply.arguments().getFirst()))
        : 1).sum() <= MOST_OPERATIONS;
  }

  /** Whether a path leads from one group to another through a third. */
  private boolean reachesAround(Group from, Group to) {
    long last = to.members.getLast().id();
    Set<Group> seen = new LinkedHashSet<>();
    List<Group> pending = new ArrayList<>(List.of(from));
    while (!pending.isEmpty()) {
      Group group = pending.removeLast();
      for (Node member : group.members) {
        for (Tensor result : member.results()) {
          for (Node user : graph.users(result)) {
            Group next = groups.get(user);
            if (next == to && group != from) {
              return true;
            }
            if (next != to && next != from && mayReach(next, last) && seen.add(next)) {
              pending.add(next);
            }
          }
        }
      }
    }
    return false;
  }

  private static boolean mayReach(Group group, long last) {
    return group.members.getFirst().id() < last;
  }
}
