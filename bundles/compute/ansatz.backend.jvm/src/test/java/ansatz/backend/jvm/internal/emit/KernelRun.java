package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.tensor.DType;
import ansatz.tensor.Shape;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Runs a kernel over values on the heap, for tests: one dense array an access, of outer extents by inner extent. */
final class KernelRun {
  final Kernel kernel;
  final long[] arguments;
  private final List<Values> values;

  KernelRun(Kernel kernel, int[] outer, int inner, int total, List<Values> values) {
    this.kernel = kernel;
    this.values = values;
    arguments = new long[kernel.arguments()];
    for (int d = 0; d < outer.length; d++) {
      arguments[kernel.outerExtent(d)] = outer[d];
    }
    arguments[kernel.innerExtent()] = inner;
    arguments[kernel.totalExtent()] = total;
    for (int access = 0; access < kernel.accesses().size(); access++) {
      int bytes = kernel.accesses().get(access).dtype().bytes();
      long stride = kernel.chunked() || kernel.accesses().get(access).inner() != Access.Inner.BROADCAST ? inner : 1;
      for (int d = outer.length - 1; d >= 0; d--) {
        arguments[kernel.outerStride(access, d)] = stride * bytes;
        stride *= outer[d];
      }
      arguments[kernel.innerStride(access)] = bytes;
    }
  }

  /** The accesses' values after a run of outer indices up to this one. */
  List<Values> run(KernelCode code, long... ends) {
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> memory = new ArrayList<>();
      for (int access = 0; access < values.size(); access++) {
        MemorySegment segment = arena.allocate(values.get(access).size() * 8L + 64, 64);
        write(values.get(access), segment);
        memory.add(segment);
        arguments[kernel.address(access)] = segment.address();
      }
      long from = 0;
      for (int task = 0; task < ends.length; task++) {
        code.run(arguments, task, from, ends[task]);
        from = ends[task];
      }
      List<Values> after = new ArrayList<>();
      for (int access = 0; access < values.size(); access++) {
        after.add(read(memory.get(access), values.get(access).type()));
      }
      return after;
    }
  }

  private static void write(Values values, MemorySegment to) {
    for (int i = 0; i < values.size(); i++) {
      switch (values.type().dtype()) {
        case F32 -> to.setAtIndex(ValueLayout.JAVA_FLOAT, i, values.floats()[i]);
        case F64 -> to.setAtIndex(ValueLayout.JAVA_DOUBLE, i, values.doubles()[i]);
        case I32 -> to.setAtIndex(ValueLayout.JAVA_INT, i, values.ints()[i]);
        case I64 -> to.setAtIndex(ValueLayout.JAVA_LONG, i, values.longs()[i]);
        case BOOL -> to.set(ValueLayout.JAVA_BYTE, i, values.bytes()[i]);
      }
    }
  }

  private static Values read(MemorySegment from, TensorType type) {
    Values values = Values.zeros(type);
    for (int i = 0; i < values.size(); i++) {
      switch (type.dtype()) {
        case F32 -> values.floats()[i] = from.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        case F64 -> values.doubles()[i] = from.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
        case I32 -> values.ints()[i] = from.getAtIndex(ValueLayout.JAVA_INT, i);
        case I64 -> values.longs()[i] = from.getAtIndex(ValueLayout.JAVA_LONG, i);
        case BOOL -> values.bytes()[i] = from.get(ValueLayout.JAVA_BYTE, i);
      }
    }
    return values;
  }

  static Values zeros(DType type, int size) {
    return Values.zeros(new TensorType(type, Shape.of(size)));
  }
}
