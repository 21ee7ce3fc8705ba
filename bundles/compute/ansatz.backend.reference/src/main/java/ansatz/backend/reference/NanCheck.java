package ansatz.backend.reference;

import java.util.List;

import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import ansatz.tensor.Values;

/** Stops a run where the first NaN appears. */
final class NanCheck {
  private NanCheck() {}

  /** Refuses results with a NaN of a node whose operands have none. */
  static void require(Node node, List<Values> operands, List<Values> results) {
    if (results.stream().anyMatch(NanCheck::hasNan) && operands.stream().noneMatch(NanCheck::hasNan)) {
      String within = Interpreter.within();
      throw new ArithmeticException(node.primitive().symbol() + " made the first NaN, from "
          + operands.stream().map(Values::toString).toList() + (node.line().isEmpty() ? "" : " (" + node.line() + ")")
          + (within.isEmpty() ? "" : ", in " + within));
    }
  }

  private static boolean hasNan(Values values) {
    if (values.type().dtype().isFloat()) {
      for (int i = 0; i < values.size(); i++) {
        if (Double.isNaN(values.get(i))) {
          return true;
        }
      }
    }
    return false;
  }
}
