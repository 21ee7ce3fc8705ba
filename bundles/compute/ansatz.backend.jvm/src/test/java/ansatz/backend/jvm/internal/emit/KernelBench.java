package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.kernel.Stage;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Unary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/** Nanoseconds an element of generated code, one function a kernel, in the first cache and beyond all; float32. */
final class KernelBench {
  private static final int CHUNK = 4096;
  private static final Access ACCESS = new Access(DType.F32, Access.Inner.CONTIGUOUS);

  private KernelBench() {}

  public static void main(String[] names) {
    for (String name : names.length > 0 ? names : new String[] {"NEG", "EXP", "TANH", "LOG", "ERF", "SIN"}) {
      Kernel kernel = new Kernel(1, true, 0, 0, List.of(ACCESS, ACCESS), List.of(new Stage(true,
          List.of(new Instruction.Load(0), new Instruction.Apply(Unary.valueOf(name), DType.F32, List.of(0)),
              new Instruction.Store(1, 1)))));
      KernelCode code = Emitter.emit(kernel);
      System.out.printf(Locale.ROOT, "%-8s %.3f ns, %.3f ns%n", name, time(kernel, code, 2 * CHUNK),
          time(kernel, code, 256 * CHUNK));
    }
  }

  private static double time(Kernel kernel, KernelCode code, int elements) {
    try (Arena arena = Arena.ofConfined()) {
      long[] arguments = new long[kernel.arguments()];
      arguments[kernel.outerExtent(0)] = elements / CHUNK;
      arguments[kernel.innerExtent()] = CHUNK;
      arguments[kernel.totalExtent()] = elements;
      for (int access = 0; access < 2; access++) {
        MemorySegment memory = arena.allocate(4L * elements, 64);
        for (int i = 0; i < elements; i++) {
          memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (i % 200) / 70f - 1.3f);
        }
        arguments[kernel.address(access)] = memory.address();
        arguments[kernel.outerStride(access, 0)] = 4L * CHUNK;
      }
      double best = Double.MAX_VALUE;
      for (int round = 0; round < 60; round++) {
        int runs = Math.max(3, 2_000_000 / elements);
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
          code.run(arguments, 0, 0, elements / CHUNK);
        }
        best = Math.min(best, (System.nanoTime() - start) / ((double) runs * elements));
      }
      return best;
    }
  }
}
