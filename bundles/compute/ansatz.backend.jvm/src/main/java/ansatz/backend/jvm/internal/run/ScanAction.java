package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.ControlStep;
import ansatz.backend.jvm.internal.plan.StackedCarries;
import ansatz.tensor.Interpreter;
import ansatz.tensor.TensorType;
import ansatz.tensor.primitive.Scan;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/** A scan: all its steps, for a block of rows or for all of them. */
final class ScanAction extends ControlAction {
  private final Scan scan;
  private final StackedCarries stacked;
  /** The outputs that a step makes, but for carries that live in a stack. */
  private final int[] outputs;
  /** Bytes of a slice by operand, and of an output by result. */
  private final long[] bytes;
  /** Bytes of a block of rows, by operand and result. */
  private final long[] block;

  ScanAction(Scan scan, ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
    super(control, kernels, interpreter, addresses);
    this.scan = scan;
    this.stacked = StackedCarries.of(scan);
    this.outputs = stacked.outputs();
    this.bytes = Stream.concat(scan.body().inputs().stream(), scan.body().outputs().stream())
        .mapToLong(x -> x.type().bytes()).toArray();
    this.block = new long[bytes.length];
    List<TensorType> rows = courses.getFirst().plan().source().inputTypes();
    int carry = scan.constants();
    for (int i = carry; control.blocks() > 1 && i < block.length; i++) {
      boolean whole = i < rows.size() && rows.get(i).bytes() == bytes[i]; // a slice that every block needs all of
      block[i] = whole ? 0 : Math.multiplyExact(bytes[i], rows.get(carry).bytes()) / bytes[carry];
    }
  }

  @Override
  void work(int task) {
    Course body = courses.get(task);
    for (int i = 0; i < scan.constants(); i++) {
      body.addresses().input(i, at[i]);
    }
    for (int carry = 0; carry < scan.carries(); carry++) {
      int stack = stacked.stack(carry);
      if (stack < 0) {
        copy(body, task, carry, first(task, carry), last(task, carry));
      } else if (stacked.isBefore(carry)) {
        copy(body, task, carry, first(task, carry), slice(task, operands + stack, 0));
      }
    }
    for (int step = 0; step < scan.length(); step++) {
      bind(body, task, step);
      body.run();
    }
    for (int carry = 0; carry < scan.carries(); carry++) {
      if (stacked.stack(carry) >= 0 && !stacked.isBefore(carry)) {
        copy(body, task, carry, slice(task, operands + stacked.stack(carry), scan.length() - 1), last(task, carry));
      }
    }
  }

  private void bind(Course body, int task, int step) {
    for (int carry = 0; carry < scan.carries(); carry++) {
      int stack = operands + stacked.stack(carry);
      boolean before = stacked.isBefore(carry);
      long from = stacked.stack(carry) < 0
          ? last(task, carry)
          : before ? slice(task, stack, step) : step == 0 ? first(task, carry) : slice(task, stack, step - 1);
      long to = stacked.stack(carry) < 0 || before && step == scan.length() - 1
          ? last(task, carry)
          : slice(task, stack, before ? step + 1 : step);
      body.addresses().input(scan.constants() + carry, from);
      body.addresses().output(carry, to);
    }
    for (int i = scan.constants() + scan.carries(); i < operands; i++) {
      body.addresses().input(i, slice(task, i, step));
    }
    for (int i = scan.carries(); i < outputs.length; i++) {
      body.addresses().output(i, slice(task, operands + outputs[i], step));
    }
  }

  /** Where a block of a carry stands in the beginning. */
  private long first(int task, int carry) {
    return at[scan.constants() + carry] + task * block[scan.constants() + carry];
  }

  /** Where a block of a carry has to be in the end. */
  private long last(int task, int carry) {
    return at[operands + carry] + task * block[operands + carry];
  }

  /** Where a block of an operand's or result's slice stands. */
  private long slice(int task, int array, int step) {
    long place = scan.reverse() ? scan.length() - 1 - step : step;
    return at[array] + place * bytes[array] + task * block[array];
  }

  private void copy(Course body, int task, int carry, long from, long to) {
    MemorySegment.copy(Memory.ALL, from, Memory.ALL, to,
        body.plan().source().inputs().get(scan.constants() + carry).type().bytes());
  }
}
