package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for NaN in what the steps of a wave have written; names the node and the user's line. */
final class NanCheck {
  private record Watched(Node node, Tensor array, long[] address) {}

  private final List<List<Watched>> waves = new ArrayList<>();

  NanCheck(Plan plan, Addresses addresses) {
    for (List<Step> steps : plan.waves()) {
      List<Watched> watched = new ArrayList<>();
      for (Step step : steps) {
        for (Tensor array : step.writes()) {
          if (array.dtype().isFloat() && step.nodes().contains(array.node())) {
            long[] address = new long[1];
            addresses.bind(array, address, 0);
            watched.add(new Watched(array.node(), array, address));
          }
        }
      }
      watched.sort(Comparator.comparingLong(w -> w.node.id()));
      waves.add(watched);
    }
  }

  void after(int wave) {
    for (Watched watched : waves.get(wave)) {
      long count = count(watched.array, watched.address[0]);
      if (count > 0) {
        Node node = watched.node;
        throw new ArithmeticException(node.primitive().symbol() + " gave " + count + " NaN in " + watched.array.type()
            + (node.line().isEmpty() ? "" : " (" + node.line() + ")"));
      }
    }
  }

  private static long count(Tensor array, long address) {
    long found = 0;
    for (long i = 0; i < array.type().size(); i++) {
      boolean nan = array.dtype() == DType.F32
          ? Float.isNaN(Memory.ALL.get(ValueLayout.JAVA_FLOAT, address + 4 * i))
          : Double.isNaN(Memory.ALL.get(ValueLayout.JAVA_DOUBLE, address + 8 * i));
      found += nan ? 1 : 0;
    }
    return found;
  }
}
