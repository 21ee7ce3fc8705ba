package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.DType;
import ansatz.tensor.Node;
import ansatz.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;

/** Stops a run at the first step that makes a NaN of numbers; names the node, the user's line and, in a loop, the iteration. */
final class NanCheck extends Inspection {
  /** Arrays that have a NaN, which is nobody's fault but their makers'. */
  private final Set<Tensor> tainted = new HashSet<>();

  NanCheck(Course course) {
    this(course, null, null);
  }

  private NanCheck(Course course, Inspection outer, Node loop) {
    super(course, outer, loop);
  }

  @Override
  Inspection of(Course body, Node node) {
    return new NanCheck(body, this, node);
  }

  @Override
  void begin(Course course) {
    tainted.clear();
    for (Tensor input : course.plan().program().inputs()) {
      if (count(course, input) > 0) {
        tainted.add(input);
      }
    }
  }

  @Override
  void wrote(Course course, Step step) {
    boolean given = step.reads().stream().anyMatch(tainted::contains);
    for (Tensor array : step.writes()) {
      long found = step.nodes().contains(array.node()) ? count(course, array) : 0;
      if (found > 0 && !given) {
        Node node = array.node();
        String within = within();
        throw new ArithmeticException(node.primitive().symbol() + " made the first NaN, " + found + " in "
            + array.type() + (node.line().isEmpty() ? "" : " (" + node.line() + ")")
            + (within.isEmpty() ? "" : ", in " + within));
      }
      if (found > 0) {
        tainted.add(array);
      }
    }
  }

  private static long count(Course course, Tensor array) {
    if (!array.dtype().isFloat() || array.type().size() == 0) {
      return 0;
    }
    long address = course.addresses().of(array);
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
