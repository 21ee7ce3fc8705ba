package ansatz.tensor;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which nodes between sources and results depend on the sources. */
final class Dependents {
  private Dependents() {}

  /** The nodes on paths from sources to results, ends included, operands before what uses them. */
  static Set<Node> of(Collection<Tensor> results, Collection<Tensor> sources) {
    Set<Node> dependent = new LinkedHashSet<>();
    long first = Long.MAX_VALUE;
    for (Tensor source : sources) {
      if (source != null) {
        dependent.add(source.node());
        first = Math.min(first, source.node().id());
      }
    }
    for (Node node : above(results, first)) {
      for (Tensor operand : node.operands()) {
        if (dependent.contains(operand.node())) {
          dependent.add(node);
          break;
        }
      }
    }
    return dependent;
  }

  /** The nodes with numbers from {@code first} on that the results are made of, operands before what uses them. */
  static Collection<Node> above(Collection<Tensor> results, long first) {
    Map<Long, Node> found = new TreeMap<>();
    Deque<Node> pending = new ArrayDeque<>();
    for (Tensor result : results) {
      if (result != null) {
        pending.add(result.node());
      }
    }
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      if (node.id() >= first && found.putIfAbsent(node.id(), node) == null) {
        for (Tensor operand : node.operands()) {
          pending.push(operand.node());
        }
      }
    }
    return found.values();
  }

  /** Makes the nodes anew with other tensors in the place of some: a copy of the graph from there to the results. */
  static List<Tensor> substitute(List<Tensor> results, Map<Tensor, Tensor> replaced) {
    Map<Tensor, Tensor> values = new HashMap<>(replaced);
    for (Node node : of(results, replaced.keySet())) {
      if (node.results().stream().noneMatch(replaced::containsKey)) {
        Node copy = Node.onBehalfOf(node.line(), () -> Node.of(node.primitive(),
            node.operands().stream().map(operand -> values.getOrDefault(operand, operand)).toList()));
        for (int i = 0; i < node.results().size(); i++) {
          values.put(node.result(i), copy.result(i));
        }
      }
    }
    return results.stream().map(result -> values.getOrDefault(result, result)).toList();
  }
}
