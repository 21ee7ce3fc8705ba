package ansatz.tensor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Forward-mode differentiation: tangents flow from sources to results, in the order in which nodes were made. */
final class ForwardMode {
  private ForwardMode() {}

  /** Tangents of {@code results} from those of {@code sources}; null stands for zero, in both. */
  static List<Tensor> jvp(List<Tensor> results, List<Tensor> sources, List<Tensor> tangents) {
    Map<Tensor, Tensor> known = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      known.put(sources.get(i), tangents.get(i));
    }
    for (Node node : Dependents.of(results, sources)) {
      if (node.results().stream().anyMatch(known::containsKey)) {
        continue;
      }
      List<Tensor> given = Arrays.asList(node.operands().stream().map(known::get).toArray(Tensor[]::new));
      if (given.stream().anyMatch(Objects::nonNull)) {
        List<Tensor> made = Node.onBehalfOf(node.line(), () -> node.primitive().jvp(node, given));
        for (int i = 0; i < made.size(); i++) {
          known.put(node.result(i), made.get(i));
        }
      }
    }
    return Arrays.asList(results.stream().map(known::get).toArray(Tensor[]::new));
  }
}
