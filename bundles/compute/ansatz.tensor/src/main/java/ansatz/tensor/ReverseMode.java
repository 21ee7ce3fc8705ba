package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

import ansatz.tensor.primitive.Parameter;
import ansatz.tensor.primitive.StopGradient;

/**
 * Reverse-mode differentiation: cotangents flow from results to sources, against the order in which nodes were made.
 *
 * <p>A node's VJP is the transpose of its JVP: the JVP is written with symbols for the tangents, and the fragment that
 * comes of it, linear in these symbols, is walked backwards by the primitives' transposes.
 */
final class ReverseMode {
  private ReverseMode() {}

  /** The rule of one node: cotangents of the operands from those of the results. */
  private interface Rule {
    List<Tensor> apply(Node node, List<Tensor> cotangents, boolean[] wanted);
  }

  /** Cotangents of {@code sources} from those of {@code results}; null where a source has no influence. */
  static List<Tensor> vjp(List<Tensor> results, List<Tensor> cotangents, List<Tensor> sources) {
    return sweep(results, cotangents, sources,
        (node, given, wanted) -> Node.onBehalfOf(node.line(), () -> node.primitive().vjp(node, given, wanted)));
  }

  /** The transpose of a node's JVP. */
  static List<Tensor> transposeJvp(Node node, List<Tensor> cotangents, boolean[] wanted) {
    List<Tensor> tangents = new ArrayList<>();
    List<Tensor> symbols = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      boolean active = wanted[i] && node.operand(i).type().dtype().isFloat();
      tangents.add(active ? Parameter.of(node.operand(i).type()) : null);
      if (active) {
        symbols.add(tangents.get(i));
      }
    }
    if (symbols.isEmpty()) { // whole numbers only: nothing flows further
      return tangents;
    }
    List<Tensor> transposed = transpose(node.primitive().jvp(node, tangents), cotangents, symbols);
    List<Tensor> all = new ArrayList<>();
    int next = 0;
    for (Tensor tangent : tangents) {
      all.add(tangent == null ? null : transposed.get(next++));
    }
    return all;
  }

  /** The transpose of a linear map that is given as the graph from {@code sources} to {@code results}. */
  static List<Tensor> transpose(List<Tensor> results, List<Tensor> cotangents, List<Tensor> sources) {
    return sweep(results, cotangents, sources, (node, given, wanted) -> {
      List<Tensor> transposed = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        transposed.add(wanted[i] ? node.primitive().transpose(node, i, given) : null);
      }
      return transposed;
    });
  }

  private static List<Tensor> sweep(List<Tensor> results, List<Tensor> cotangents, List<Tensor> sources, Rule rule) {
    Set<Node> active = active(results, sources);
    Map<Tensor, Tensor> sums = new HashMap<>();
    PriorityQueue<Node> queue = new PriorityQueue<>(Comparator.comparingLong(Node::id).reversed());
    Set<Node> queued = new HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) != null && cotangents.get(i) != null) {
        accumulate(results.get(i), cotangents.get(i), active, sums, queue, queued);
      }
    }
    Set<Tensor> stops = new HashSet<>(sources);
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      if (node.results().stream().anyMatch(stops::contains)) {
        continue;
      }
      List<Tensor> given = Arrays.asList(node.results().stream().map(sums::get).toArray(Tensor[]::new));
      boolean[] wanted = new boolean[node.operands().size()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = active.contains(node.operand(i).node());
      }
      List<Tensor> operands = rule.apply(node, given, wanted);
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i] && operands.get(i) != null) {
          accumulate(node.operand(i), operands.get(i), active, sums, queue, queued);
        }
      }
    }
    return Arrays.asList(sources.stream().map(sums::get).toArray(Tensor[]::new));
  }

  /** The nodes between sources and results that cotangents flow through: not where values are held constant or counted. */
  private static Set<Node> active(List<Tensor> results, List<Tensor> sources) {
    Set<Node> active = new HashSet<>();
    sources.stream().filter(Objects::nonNull).map(Tensor::node).forEach(active::add);
    for (Node node : Dependents.of(results, sources)) {
      if (!(node.primitive() instanceof StopGradient)
          && node.operands().stream().anyMatch(x -> x.dtype().isFloat() && active.contains(x.node()))) {
        active.add(node);
      }
    }
    return active;
  }

  private static void accumulate(Tensor tensor, Tensor cotangent, Set<Node> active, Map<Tensor, Tensor> sums,
      PriorityQueue<Node> queue, Set<Node> queued) {
    if (!active.contains(tensor.node())) {
      return;
    }
    if (!cotangent.type().equals(tensor.type())) {
      throw new IllegalStateException("cotangent " + cotangent.type() + " of a " + tensor.type() + " made by "
          + tensor.node().primitive().symbol());
    }
    sums.merge(tensor, cotangent, Tensor::add);
    if (queued.add(tensor.node())) {
      queue.add(tensor.node());
    }
  }
}
