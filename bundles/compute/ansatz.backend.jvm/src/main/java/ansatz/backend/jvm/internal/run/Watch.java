package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Node;
import ansatz.tensor.Observed;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import java.util.function.Consumer;

/** Shows what every step gave. */
final class Watch extends Inspection {
  private final Consumer<Observed> each;

  Watch(Course course, Consumer<Observed> each) {
    this(course, null, null, each);
  }

  private Watch(Course course, Inspection outer, Node loop, Consumer<Observed> each) {
    this.each = each;
    super(course, outer, loop);
  }

  @Override
  Inspection of(Course body, Node node) {
    return new Watch(body, this, node, each);
  }

  @Override
  void begin(Course course) {}

  @Override
  void wrote(Course course, Step step) {
    for (Tensor array : step.writes()) {
      if (step.nodes().contains(array.node())) {
        Values values = Values.zeros(array.type());
        NativeBlock.read(Memory.ALL.asSlice(course.addresses().of(array), array.type().bytes()), values);
        each.accept(Observed.of(array.node(), within(), values));
      }
    }
  }
}
