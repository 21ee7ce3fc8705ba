package ansatz.backend.jvm.internal.fuse;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Nodes that are done in one step, while it is found out which others join them. */
final class Group {
  private final Graph graph;
  /** Operands before users; another list whenever others have joined. */
  private List<Node> members;
  private int operations;
  /** What members read of others, as long as they are alike. */
  private final Set<Tensor> read;
  /** Whether all members walk through the same loops, whatever these are. */
  private boolean alike;
  /** Null until somebody asks, and of nodes that are no loop. */
  private Nest nest;
  private final boolean loop;
  /** Members of other groups that no kernel can do together with these. */
  private final Set<List<Node>> refused = Collections.newSetFromMap(new IdentityHashMap<>());

  private Group(Graph graph, Node node, boolean loop, int operations) {
    this.graph = graph;
    this.members = List.of(node);
    this.loop = loop;
    this.operations = operations;
    this.read = new HashSet<>(node.operands());
    this.alike = loop && graph.followsAnyLoops(node);
  }

  /** A step that no other joins. */
  static Group alone(Graph graph, Node node) {
    return new Group(graph, node, false, 0);
  }

  /** A loop, so far of one node that becomes so many operations. */
  static Group loop(Graph graph, Node node, int operations) {
    return new Group(graph, node, true, operations);
  }

  boolean isLoop() {
    return loop;
  }

  List<Node> members() {
    return members;
  }

  /** Operations of all members together. */
  int operations() {
    return operations;
  }

  /** How many tensors members read of others, as long as they are alike. */
  int reads() {
    return read.size();
  }

  Nest nest() {
    if (nest == null) {
      nest = Nest.of(graph, members);
    }
    return nest;
  }

  /**
   * Whether a node, whose value only members use, may join because it walks through the loops that all members walk
   * through: it is element by element, and they read its value as it is.
   */
  boolean isLike(Node node) {
    if (!alike || !graph.followsAnyLoops(node)) {
      return false;
    }
    for (Node user : graph.users(node.result(0))) {
      if (!graph.readsAsItIs(user, node.result(0))) {
        return false;
      }
    }
    return true;
  }

  /** Members and others, operands before users. */
  List<Node> with(List<Node> others) {
    List<Node> all = new ArrayList<>(members.size() + others.size());
    all.addAll(members);
    all.addAll(others);
    all.sort(Comparator.comparingLong(Node::id));
    return all;
  }

  /** Takes in a node that {@link #isLike} the members. */
  void join(Node node, int more) {
    members = with(List.of(node));
    operations += more;
    read.removeAll(node.results());
    read.addAll(node.operands());
    nest = null;
    refused.clear();
  }

  /** Becomes the group of these members, which are its own and others. */
  void become(List<Node> all, Nest found, int more) {
    members = all;
    operations += more;
    nest = found;
    alike = false;
    refused.clear();
  }

  boolean hasRefused(List<Node> others) {
    return refused.contains(others);
  }

  void refuse(List<Node> others) {
    refused.add(others);
  }
}
