package ansatz.tensor;

import java.util.List;

/** A function of tensors, which transforms take and give. */
@FunctionalInterface
public interface Function {
  List<Tensor> apply(List<Tensor> arguments);

  /** Applies it to arguments that are listed. */
  default List<Tensor> of(Tensor... arguments) {
    return apply(List.of(arguments));
  }
}
