package ansatz.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds a first axis to everything that depends on given tensors: vmap's work, by the primitives' batching rules. */
final class Vectorization {
  private Vectorization() {}

  /**
   * {@code results} as they would be if {@code sources} were the mapped tensors, which have a further first axis of
   * extent {@code size}; a result that does not depend on a source stays as it is.
   */
  static List<Tensor> batch(List<Tensor> results, List<Tensor> sources, List<Tensor> mapped, int size) {
    Map<Tensor, Tensor> known = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      known.put(sources.get(i), mapped.get(i));
    }
    for (Node node : Dependents.of(results, sources)) {
      if (known.containsKey(node.result(0))) {
        continue;
      }
      boolean[] isMapped = new boolean[node.operands().size()];
      List<Tensor> operands = new ArrayList<>();
      for (int i = 0; i < isMapped.length; i++) {
        isMapped[i] = known.containsKey(node.operand(i));
        operands.add(known.getOrDefault(node.operand(i), node.operand(i)));
      }
      List<Tensor> made = Node.onBehalfOf(node.line(), () -> node.primitive().batch(operands, isMapped, size));
      for (int i = 0; i < made.size(); i++) {
        known.put(node.result(i), made.get(i));
      }
    }
    return results.stream().map(result -> known.getOrDefault(result, result)).toList();
  }
}
