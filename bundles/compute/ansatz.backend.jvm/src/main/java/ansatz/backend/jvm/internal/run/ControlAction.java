package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.ControlStep;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.rows.ByRows;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Tensor;
import ansatz.tensor.primitive.Cond;
import ansatz.tensor.primitive.Scan;
import ansatz.tensor.primitive.While;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that a program runs, again and again or one of two, or one for each block of rows; what is carried stands
 * where the result has to be.
 */
abstract sealed class ControlAction extends Action
    permits ScanAction, ControlAction.OfRows, ControlAction.OfWhile, ControlAction.OfCond {
  /** One for each block of rows; else one for each of the node's programs. */
  final List<Course> courses = new ArrayList<>();
  /** Of the operands, then the results, then the scratch memory. */
  final long[] at;
  final int operands;

  ControlAction(ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
    super(control);
    List<Tensor> arrays = new ArrayList<>(control.operands());
    this.operands = arrays.size();
    arrays.addAll(control.node().results().subList(0, control.node().results().size() - control.folds().size()));
    control.folds().forEach(fold -> arrays.addAll(fold.reads())); // sums are left in parts
    arrays.add(control.scratch());
    this.at = new long[arrays.size()];
    for (int i = 0; i < at.length; i++) {
      addresses.bind(arrays.get(i), at, i);
    }
    long scratch = at[at.length - 1]; // in the workspace, so it is known already
    for (int i = 0; i < Math.max(control.blocks(), control.bodies().size()); i++) {
      boolean rows = control.blocks() > 1;
      Plan plan = control.bodies().get(rows ? i == control.blocks() - 1 ? 1 : 0 : i);
      courses.add(new Course(plan, kernels, interpreter, scratch + control.workspace(rows ? i : 0)).freeze());
      courses.getLast().share(!rows);
    }
  }

  static ControlAction of(ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
    return switch (control.node().primitive()) {
      case Scan scan -> new ScanAction(scan, control, kernels, interpreter, addresses);
      case While loop -> new OfWhile(loop, control, kernels, interpreter, addresses);
      case Cond _ -> new OfCond(control, kernels, interpreter, addresses);
      case ByRows rows -> new OfRows(rows, control, kernels, interpreter, addresses);
      default -> throw new IllegalArgumentException(control.node() + " runs no program");
    };
  }

  /** Binds a program's first outputs to the results. */
  final void bindResults(Course course, int count) {
    for (int i = 0; i < count; i++) {
      course.addresses().output(i, at[operands + i]);
    }
  }

  @Override
  long constantBytes() {
    return courses.stream().mapToLong(Course::constantBytes).sum();
  }

  /** Programs for blocks of rows never do: the blocks are tasks. */
  @Override
  void share(boolean on) {
    courses.forEach(course -> course.share(on && step().tasks() == 1));
  }

  @Override
  void profiling(boolean on) {
    courses.forEach(course -> course.profile(on));
  }

  @Override
  void close() {
    courses.forEach(Course::close);
  }

  /** A program for a block of rows. */
  static final class OfRows extends ControlAction {
    private final ByRows rows;
    /** Bytes from one block to the next, by operand and result. */
    private final long[] bytes;

    OfRows(ByRows rows, ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
      super(control, kernels, interpreter, addresses);
      this.rows = rows;
      this.bytes = new long[at.length - 1];
      for (int i = rows.wholes(); i < bytes.length; i++) {
        bytes[i] = (i < operands
            ? rows.body().inputTypes().get(i)
            : rows.body().outputTypes().get(i - operands)).bytes();
      }
    }

    @Override
    void work(int task) {
      Course course = courses.get(task);
      for (int i = 0; i < operands; i++) {
        course.addresses().input(i, at[i] + task * bytes[i]);
      }
      for (int i = operands; i < bytes.length; i++) {
        course.addresses().output(i - operands, at[i] + task * bytes[i]);
      }
      course.run();
    }
  }

  static final class OfWhile extends ControlAction {
    private final int constants;
    private final int carries;

    OfWhile(While loop, ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
      super(control, kernels, interpreter, addresses);
      this.constants = loop.constants();
      this.carries = control.node().types().size();
    }

    @Override
    void work(int task) {
      Course condition = courses.get(0);
      Course body = courses.get(1);
      long going = at[at.length - 1];
      begin();
      bind(condition);
      condition.addresses().output(0, going);
      bind(body);
      bindResults(body, carries);
      condition.run();
      while (Memory.ALL.get(ValueLayout.JAVA_BYTE, going) != 0) {
        body.run();
        condition.run();
      }
    }

    /** Puts the first carry where the last one will stand. */
    private void begin() {
      for (int i = 0; i < carries; i++) {
        long bytes = step().nodes().getFirst().types().get(i).bytes();
        MemorySegment.copy(Memory.ALL, at[constants + i], Memory.ALL, at[operands + i], bytes);
      }
    }

    /** Binds constants and the carry to a program's first inputs. */
    private void bind(Course course) {
      for (int i = 0; i < constants; i++) {
        course.addresses().input(i, at[i]);
      }
      for (int i = 0; i < carries; i++) {
        course.addresses().input(constants + i, at[operands + i]);
      }
    }
  }

  static final class OfCond extends ControlAction {
    OfCond(ControlStep control, Kernels kernels, Interpreter interpreter, Addresses addresses) {
      super(control, kernels, interpreter, addresses);
    }

    @Override
    void work(int task) {
      Course taken = courses.get(Memory.ALL.get(ValueLayout.JAVA_BYTE, at[0]) != 0 ? 0 : 1);
      for (int i = 1; i < operands; i++) {
        taken.addresses().input(i - 1, at[i]);
      }
      bindResults(taken, at.length - 1 - operands);
      taken.run();
    }
  }
}
