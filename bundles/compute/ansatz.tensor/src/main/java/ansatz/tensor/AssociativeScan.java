package ansatz.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * All partial results of an associative operation along the first axis of some tensors.
 *
 * <p>$$ y_i = x_1 \circ x_2 \circ \dots \circ x_i $$ by pairs: neighbours are combined, the pairs are scanned, and what
 * lies between is one more combination.
 *
 * <p>Shapes: each x [N,R...] gives y [N,R...].
 *
 * <p>Cost: at most 2 N combinations in 2 log2 N steps, against N in N steps of a loop.
 */
public final class AssociativeScan {
  private AssociativeScan() {}

  /** The scan of one tensor by an operation on slices [M,R...] of it, row by row. */
  public static Tensor of(BinaryOperator<Tensor> operation, Tensor x) {
    return of((a, b) -> List.of(operation.apply(a.getFirst(), b.getFirst())), List.of(x)).getFirst();
  }

  /** The scan of tensors with a common first axis by an operation on slices of them all. */
  public static List<Tensor> of(BinaryOperator<List<Tensor>> operation, List<Tensor> xs) {
    int n = xs.getFirst().shape().extent(0);
    if (n < 2) {
      return xs;
    }
    List<Tensor> even = every(xs, 0, n);
    List<Tensor> odd = every(xs, 1, n);
    int pairs = n / 2;
    List<Tensor> scanned = of(operation, operation.apply(first(even, pairs), odd));
    List<Tensor> between = operation.apply(first(scanned, (n + 1) / 2 - 1), rest(even));
    return IntStream.range(0, xs.size()).mapToObj(i -> interleaved(
        Tensor.concat(0, xs.get(i).slice(0, 0, 1), between.get(i)), scanned.get(i))).toList();
  }

  private static List<Tensor> every(List<Tensor> xs, int start, int n) {
    return xs.stream().map(x -> x.slice(start + ":" + n + ":2")).toList();
  }

  private static List<Tensor> first(List<Tensor> xs, int count) {
    return xs.stream().map(x -> x.slice(0, 0, count)).toList();
  }

  private static List<Tensor> rest(List<Tensor> xs) {
    return xs.stream().map(x -> x.slice(0, 1, x.shape().extent(0))).toList();
  }

  /** Rows of a and b in turn, beginning with a, which has as many or one more. */
  private static Tensor interleaved(Tensor a, Tensor b) {
    int pairs = b.shape().extent(0);
    Tensor both = Tensor.stack(1, a.slice(0, 0, pairs), b);
    List<Tensor> parts = new ArrayList<>(List.of(both.reshape(both.shape().without(0).with(0, 2 * pairs))));
    if (a.shape().extent(0) > pairs) {
      parts.add(a.slice(0, pairs, pairs + 1));
    }
    return Tensor.concat(0, parts.toArray(Tensor[]::new));
  }
}
