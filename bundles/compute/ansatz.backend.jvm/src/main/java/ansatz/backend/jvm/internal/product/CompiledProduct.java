package ansatz.backend.jvm.internal.product;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.natives.onednn.Epilogue;
import ansatz.natives.onednn.Layout;
import ansatz.natives.onednn.MatMul;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A product of float32 whose right operand is transposed, by code that oneDNN makes for its shape: for blocks of many rows
 * it reads that operand faster than the function for all shapes. What is faster when is in ansatz.native.onednn's README.
 */
public final class CompiledProduct implements AutoCloseable {
  private static final int ROWS = 128;
  private static final long LARGE = 4_000_000;
  private static final int LINE = 64;

  private final Map<Integer, MatMul> byRows = new HashMap<>();
  private final MatMul[] code;
  /** Bytes of scratch memory for a task. */
  private final long each;

  private CompiledProduct(MatrixView a, MatrixView b, int[] rows, int n, int k) {
    code = new MatMul[rows.length];
    for (int task = 0; task < code.length; task++) {
      code[task] = byRows.computeIfAbsent(rows[task], count -> compile(a, b, count, n, k));
    }
    long most = byRows.values().stream().mapToLong(MatMul::scratchpadBytes).max().orElse(0);
    each = (most + LINE - 1) / LINE * LINE;
  }

  /**
   * Code for one matrix a [m,k] times b [k,n], or null where something else is faster.
   *
   * @param rows of each task
   */
  public static CompiledProduct of(MatrixView a, MatrixView b, int[] rows, int n, int k) {
    int most = Arrays.stream(rows).max().orElse(0);
    boolean fits = b.transposed() && most >= ROWS && (long) most * n * k > LARGE
        && Multiplier.of(false, a, b, most, n, k) == Multiplier.ONEDNN;
    return fits ? new CompiledProduct(a, b, rows, n, k) : null;
  }

  private static MatMul compile(MatrixView a, MatrixView b, int rows, int n, int k) {
    long[] strides = a.transposed() ? new long[] {1, a.leading()} : new long[] {a.leading(), 1};
    return MatMul.of(Layout.strided(new long[] {rows, k}, strides),
        Layout.strided(new long[] {k, n}, new long[] {1, b.leading()}), Layout.of(rows, n), Epilogue.NONE);
  }

  /** Bytes of memory that it needs while it runs, for all tasks together. */
  public long scratch() {
    return each * code.length;
  }

  /** Does one task's rows, with the scratch memory of all tasks. */
  public void multiply(int task, long a, long b, long to, long scratch) {
    code[task].execute(Memory.ALL, a, Memory.ALL, b, Memory.ALL, to, Memory.ALL, scratch + task * each);
  }

  @Override
  public void close() {
    byRows.values().forEach(MatMul::close);
  }
}
