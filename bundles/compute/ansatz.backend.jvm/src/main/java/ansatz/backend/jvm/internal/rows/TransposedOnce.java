package ansatz.backend.jvm.internal.rows;

import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.Transpose;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Matrices that products in blocks of rows multiply by transposed, the weights of layers on the way back above all: a
 * library arranges such an operand anew in every call, which takes as long as a fifth of a product by 64 rows. Those that
 * enough calls read are transposed once, before.
 */
final class TransposedOnce {
  /** So many calls arrange a matrix in three times the time that transposing it takes. */
  private static final int CALLS = 8;
  /** Multiplications of a call from which on libraries read either order equally well. */
  private static final long LARGE = 400_000;
  /** Elements of a matrix that is arranged in no time. */
  private static final int SMALL = 1024;

  private TransposedOnce() {}

  /** The transposes that are worth an array. */
  static Set<Tensor> of(RowRegions regions) {
    Map<Tensor, Integer> calls = new HashMap<>();
    for (Node node : regions.program().nodes()) {
      if (regions.isInside(node) && RowRegions.isProduct(node)) {
        Tensor matrix = node.operand(1);
        Tensor x = matrix;
        while (x.node().primitive() instanceof Reshape) {
          x = x.node().operand(0);
        }
        int part = regions.part(regions.level(node));
        long size = matrix.type().size();
        boolean arranged = x.node().primitive() instanceof Transpose && !regions.isInside(x.node())
            && regions.rows().uses(node)[1] == Rows.Use.WHOLE && size >= SMALL && size * part < LARGE;
        if (arranged) {
          calls.merge(x, (regions.rows().count() + part - 1) / part, Integer::sum);
        }
      }
    }
    calls.values().removeIf(count -> count < CALLS);
    return calls.keySet();
  }
}
