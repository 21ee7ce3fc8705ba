package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
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
  private static final int MOST_OPERATIONS = 500;
  /** What a place in memory adds to the code, with its address and strides, and what a sum or a maximum does. */
  private static final int ACCESS = 8;
  private static final int FOLD = 18;

  private final Graph graph;
  private final Map<Node, Group> groups = new HashMap<>();

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
    for (Node node : graph.program().nodes()) {
      Group group = fuser.groups.get(node);
      if (group != null && group.isLoop()) {
        distinct.add(group);
      }
    }
    List<Loop> loops = new ArrayList<>();
    for (Group group : distinct) {
      loops.add(LoopWriter.write(group.nest()));
    }
    return loops;
  }

  private void joinUsers(boolean fuse) {
    for (Node node : graph.program().nodes().reversed()) {
      Graph.Kind kind = graph.kind(node);
      if (kind.compareTo(Graph.Kind.LOOP) > 0) {
        groups.put(node, Group.alone(graph, node));
      } else if (kind == Graph.Kind.LOOP) {
        Group user = fuse ? user(node) : null;
        if (user == null || !join(user, node)) {
          groups.put(node, Group.loop(graph, node, operations(node)));
        }
      }
    }
  }

  /** The one group that uses a node's value; null of several or none. */
  private Group user(Node node) {
    Group only = null;
    for (Node user : graph.users(node.result(0))) {
      Group group = groups.get(user);
      if (only != null && group != only) {
        return null;
      }
      only = group;
    }
    return only;
  }

  private void joinProducers() {
    for (Node node : graph.program().nodes()) {
      if (!groups.containsKey(node) || !groups.get(node).isLoop()) {
        continue;
      }
      for (Tensor operand : node.operands()) {
        Group producer = groups.get(graph.base(operand).node());
        if (producer != null && producer.isLoop() && producer != groups.get(node) && !graph.isApart(operand)) {
          merge(groups.get(node), producer);
        }
      }
    }
  }

  /** Adds a node that only a group uses, if one kernel can do them all. */
  private boolean join(Group group, Node node) {
    int more = operations(node);
    if (!hasRoom(group, 1, more)) {
      return false;
    }
    int accesses = group.reads() + node.operands().size() + 1;
    if (group.operations() + more + ACCESS * accesses <= MOST_OPERATIONS && group.isLike(node)) {
      group.join(node, more);
      groups.put(node, group);
      return true;
    }
    return become(group, List.of(node), more);
  }

  /** Makes a group and another one, of which it reads, one group, if one kernel can do them all. */
  private void merge(Group group, Group producer) {
    List<Node> more = producer.members();
    if (hasRoom(group, more.size(), producer.operations()) && !group.hasRefused(more)
        && !reachesAround(producer, group) && !become(group, more, producer.operations())) {
      group.refuse(more);
    }
  }

  private static boolean hasRoom(Group group, int members, int operations) {
    return group.isLoop() && group.members().size() + members <= MOST_MEMBERS
        && group.operations() + operations <= MOST_IN_STAGE;
  }

  private boolean become(Group group, List<Node> more, int operations) {
    List<Node> all = group.with(more);
    Nest nest = Nest.of(graph, all);
    if (nest == null || !isShort(nest, group.operations() + operations)) {
      return false;
    }
    group.become(all, nest, operations);
    more.forEach(node -> groups.put(node, group));
    return true;
  }

  private int operations(Node node) {
    return node.primitive() instanceof Elementwise elementwise
        ? graph.target().size(elementwise, node.operand(0).dtype())
        : 1;
  }

  /** Whether the whole kernel, in which stages compute values of earlier ones again, is short enough. */
  private boolean isShort(Nest nest, int operations) {
    int once = operations + ACCESS * nest.domain().members().size();
    return once * (1 + nest.reductionsInside()) <= MOST_OPERATIONS
        || size(LoopWriter.write(nest).kernel()) <= MOST_OPERATIONS;
  }

  private int size(Kernel kernel) {
    List<DType> types = kernel.types();
    int size = 0;
    for (Instruction instruction : kernel.instructions()) {
      size += switch (instruction) {
        case Instruction.Apply apply ->
          graph.target().size(apply.primitive(), types.get(apply.arguments().getFirst()));
        case Instruction.Load _,Instruction.Store _ -> ACCESS;
        case Instruction.Accumulate _,Instruction.Reduce _ -> FOLD;
        default -> 1;
      };
    }
    return size;
  }

  /** Whether a path leads from one group to another through a third. */
  private boolean reachesAround(Group from, Group to) {
    long last = to.members().getLast().id();
    Set<Group> seen = new LinkedHashSet<>();
    List<Group> pending = new ArrayList<>(List.of(from));
    while (!pending.isEmpty()) {
      Group group = pending.removeLast();
      for (Node member : group.members()) {
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
    return group.members().getFirst().id() < last;
  }
}
