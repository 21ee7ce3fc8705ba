package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.backend.jvm.internal.plan.Cut;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.natives.onednn.Epilogue;
import ansatz.natives.onednn.Layout;
import ansatz.natives.onednn.MatMul;
import ansatz.tensor.DType;
import java.util.HashMap;
import java.util.Map;

/**
 * A product whose right operand is transposed, by code that oneDNN makes for its shape: for blocks of many rows it reads
 * that operand faster than the function for all shapes. What is faster when is in ansatz.native.onednn's README.
 */
final class CompiledProduct implements AutoCloseable {
  private static final int ROWS = 128;
  private static final long LARGE = 4_000_000;

  private final Map<Integer, MatMul> byRows = new HashMap<>();
  private final MatMul[] code;
  private final NativeBlock scratch;
  /** Bytes of scratch memory for a task. */
  private final long each;

  private CompiledProduct(Step.Product product) {
    Cut cut = product.cut().rows();
    code = new MatMul[cut.tasks()];
    long most = 0;
    for (int task = 0; task < code.length; task++) {
      int first = task * cut.callsPerTask();
      long rows = cut.from(Math.min(cut.calls(), first + cut.callsPerTask())) - cut.from(first);
      code[task] = byRows.computeIfAbsent(Math.toIntExact(rows), n -> compile(product, n));
      most = Math.max(most, code[task].scratchpadBytes());
    }
    each = (most + 63) / 64 * 64;
    scratch = new NativeBlock(each * code.length);
  }

  /** Null where the product is none of those. */
  static CompiledProduct of(Step.Product product, Multiplier multiplier) {
    Cut cut = product.cut().rows();
    long rows = Math.min(product.m(), cut.rowsPerCall() * cut.callsPerTask());
    boolean fits = multiplier == Multiplier.ONEDNN && product.node().types().getFirst().dtype() == DType.F32
        && product.b().transposed() && product.batch() == 1 && product.cut().columnBlocks(product.n()) == 1;
    return fits && rows >= ROWS && rows * product.n() * product.k() > LARGE ? new CompiledProduct(product) : null;
  }

  private static MatMul compile(Step.Product product, int rows) {
    int n = product.n();
    int k = product.k();
    long[] strides = product.a().transposed()
        ? new long[] {1, product.a().leading()}
        : new long[] {product.a().leading(), 1};
    return MatMul.of(Layout.strided(new long[] {rows, k}, strides),
        Layout.strided(new long[] {k, n}, new long[] {1, product.b().leading()}), Layout.of(rows, n), Epilogue.NONE);
  }

  void multiply(int task, long a, long b, long to) {
    code[task].execute(Memory.ALL, a, Memory.ALL, b, Memory.ALL, to, Memory.ALL, scratch.address() + task * each);
  }

  @Override
  public void close() {
    byRows.values().forEach(MatMul::close);
    scratch.close();
  }
}
