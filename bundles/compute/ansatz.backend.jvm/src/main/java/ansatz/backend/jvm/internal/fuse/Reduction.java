package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.optimize.ReduceExtremum;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.ReduceSum;

/** How a node folds its operand, and along which axes. */
record Reduction(Fold fold, Axes axes) {
  /** Whether a node folds its operand. */
  static boolean is(Node node) {
    return node.primitive() instanceof ReduceSum || node.primitive() instanceof ReduceExtremum;
  }

  /** Null of a node that does not. */
  static Reduction of(Node node) {
    return switch (node.primitive()) {
      case ReduceSum sum -> new Reduction(Fold.SUM, sum.axes());
      case ReduceExtremum extremum -> new Reduction(extremum.greatest() ? Fold.MAX : Fold.MIN,
          extremum.axes(node.operand(0)));
      default -> null;
    };
  }
}
