package ansatz.backend.jvm.internal.emit;

import ansatz.backend.jvm.internal.kernel.Access;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.tensor.DType;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a kernel's code in vectors compiled by calling it on scratch memory, until calls allocate nothing.
 *
 * <p>The JVM counts calls, so nearly all do no rows at all: vectors that are not compiled are so slow, and so much code
 * of theirs comes to be compiled instead, that each call with rows is one too many. There have to be some, as what has
 * never happened is not compiled: rows longer and shorter than vectors, first and later rows, and now and then numbers
 * for which functions do what they rarely do.
 *
 * <p>Under load the JVM may settle for code of the other compiler that never gets further; then the class is replaced by
 * another of the same content, which starts afresh and has twice the time of the one before.
 *
 * <p>All methods belong to the thread that made it.
 */
public final class Rehearsal implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  /** Above, within and below what vectors take at a time. */
  private static final int[] INNER = {64, 37, 16, 5};
  private static final int LONGEST = 64;
  /** Rows of a call, and by how many the next one begins further on. */
  private static final int ROWS = 2;
  private static final int FURTHER = 1;
  /** Calls without rows for each turn. */
  private static final int EMPTY = 2000;
  /** Turns of the code one lane at a time. */
  private static final int FIRST = 4;
  /** One turn in so many is with rare numbers. */
  private static final int RARE = 4;
  /** Nanoseconds that the first class has. */
  private static final long PATIENCE = 3_000_000_000L;
  private static final int RENEWALS = 3;
  private static final double[] USUAL = {0.7, -1.3, 2.1, -0.2, 0.4, 1.6, -0.9};
  private static final double[] SPECIAL = {Double.NaN, 1e30, -1e30, 0, 1e-40, Double.POSITIVE_INFINITY, -3, 1e5,
    Double.NEGATIVE_INFINITY, 40};
  private static final int SELDOM = 5;

  private final TwoForms forms;
  private final Arena arena = Arena.ofConfined();
  private final long[] usual;
  private final long[] rare;
  private final long rows;
  private KernelCode code;
  private int turns;
  private int renewals;
  private long renewed;
  private long from;

  public Rehearsal(TwoForms forms) {
    this.forms = forms;
    rows = rows(forms.kernel());
    List<MemorySegment> written = new ArrayList<>();
    for (Access access : forms.kernel().accesses()) {
      written.add(scratch(access.dtype(), USUAL));
    }
    usual = arguments(USUAL, written);
    rare = arguments(SPECIAL, written);
  }

  /** Asks for the code one lane at a time to be compiled, which serves until vectors are. */
  public void begin() {
    for (int i = 0; i < FIRST; i++) {
      turn(forms, usual);
      for (int k = 0; k < EMPTY; k++) {
        forms.run(usual, 0, 0, 0);
      }
    }
  }

  /** How often it has been called through all lengths of rows. */
  public int turns() {
    return turns;
  }

  /**
   * Calls it through all lengths of rows.
   *
   * @return whether there is no more to be done: the code is in use now, or given up
   */
  public boolean turn() {
    if (code == null) {
      if (!Emitter.hasVectors(forms.kernel())) {
        return true;
      }
      code = Emitter.emit(forms.kernel(), Vectors.bits());
      renewed = System.nanoTime();
    }
    for (int i = 0; i < EMPTY; i++) {
      code.run(usual, 0, 0, 0);
    }
    if (++turns % RARE == 0) {
      turn(code, rare);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    turn(code, usual);
    if (THREADS.getCurrentThreadAllocatedBytes() == before) {
      forms.become(code);
      return true;
    }
    if (System.nanoTime() - renewed < PATIENCE << renewals) {
      return false;
    }
    code = null;
    return ++renewals > RENEWALS;
  }

  private void turn(KernelCode called, long[] arguments) {
    Kernel kernel = forms.kernel();
    for (int inner : INNER) {
      int extent = kernel.extent() > 0 ? kernel.extent() : inner;
      arguments[kernel.innerExtent()] = extent;
      arguments[kernel.totalExtent()] = kernel.chunked() ? extent * arguments[kernel.outerRank() - 1] - extent / 2 : 0;
      called.run(arguments, 0, from, Math.min(rows, from + ROWS));
      from = (from + FURTHER) % rows;
    }
  }

  private static long extent(Kernel kernel, int dimension) {
    return dimension == kernel.outerRank() - 1 ? 3 : 2;
  }

  private static long rows(Kernel kernel) {
    long rows = 1;
    for (int dimension = 0; dimension < kernel.outerRank(); dimension++) {
      rows *= extent(kernel, dimension);
    }
    return rows;
  }

  /** Rows of all accesses lie one after another. */
  private long[] arguments(double[] values, List<MemorySegment> written) {
    Kernel kernel = forms.kernel();
    long[] arguments = new long[kernel.arguments()];
    MemorySegment[] read = new MemorySegment[DType.values().length];
    for (int access = 0; access < kernel.accesses().size(); access++) {
      DType type = kernel.accesses().get(access).dtype();
      long stride = LONGEST * type.bytes();
      for (int dimension = kernel.outerRank() - 1; dimension >= 0; dimension--) {
        arguments[kernel.outerExtent(dimension)] = extent(kernel, dimension);
        arguments[kernel.outerStride(access, dimension)] = stride;
        stride *= extent(kernel, dimension);
      }
      arguments[kernel.innerStride(access)] = type.bytes();
      if (isWritten(access)) {
        arguments[kernel.address(access)] = written.get(access).address();
      } else {
        if (read[type.ordinal()] == null) {
          read[type.ordinal()] = scratch(type, values);
        }
        arguments[kernel.address(access)] = read[type.ordinal()].address();
      }
    }
    return arguments;
  }

  private boolean isWritten(int access) {
    return forms.kernel().instructions().stream().anyMatch(instruction -> switch (instruction) {
      case Instruction.Store(int to, int _) -> to == access;
      case Instruction.Accumulate accumulate -> accumulate.access() == access;
      default -> false;
    });
  }

  /** All rows of an access: usual numbers, and some of the values here and there. */
  private MemorySegment scratch(DType type, double[] values) {
    MemorySegment memory = arena.allocate(rows * LONGEST * type.bytes(), 64);
    MemorySegment row = memory.asSlice(0, (long) LONGEST * type.bytes());
    for (int i = 0; i < LONGEST; i++) {
      double value = i % SELDOM == 0 ? values[i / SELDOM % values.length] : USUAL[i % USUAL.length];
      switch (type) {
        case F32 -> row.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        case F64 -> row.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
        case I32 -> row.setAtIndex(ValueLayout.JAVA_INT, i, (int) value);
        case I64 -> row.setAtIndex(ValueLayout.JAVA_LONG, i, (long) value);
        case BOOL -> row.set(ValueLayout.JAVA_BYTE, i, (byte) (value > 0 ? 1 : 0));
      }
    }
    for (long other = 1; other < rows; other++) {
      MemorySegment.copy(row, 0, memory, other * row.byteSize(), row.byteSize());
    }
    return memory;
  }

  @Override
  public void close() {
    arena.close();
  }
}
