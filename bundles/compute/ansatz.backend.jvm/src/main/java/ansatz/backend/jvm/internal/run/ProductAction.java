package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.fuse.MatrixView;
import ansatz.backend.jvm.internal.plan.Cut;
import ansatz.backend.jvm.internal.plan.ProductStep;
import ansatz.backend.jvm.internal.product.CompiledProduct;
import ansatz.backend.jvm.internal.product.Multiplier;
import ansatz.tensor.DType;

/** Blocks of a product, each followed by the kernel over it. */
final class ProductAction extends Action {
  private final ProductStep product;
  /** One for each block of columns; empty where no kernel follows. */
  private final PassAction[] epilogues;
  private final Multiplier multiplier;
  /** Null where the multiplier does it. */
  private final CompiledProduct compiled;
  private final Cut cut;
  private final int columns;
  private final int columnBlocks;
  private final boolean wide;
  private final int bytes;
  /** Of a, b, the product and the scratch memory. */
  private final long[] addresses = new long[4];

  ProductAction(ProductStep product, PassAction[] epilogues, Addresses addresses) {
    super(product);
    this.product = product;
    this.epilogues = epilogues;
    this.cut = product.cut().rows();
    this.columns = product.cut().columns();
    this.columnBlocks = product.cut().columnBlocks(product.n());
    this.wide = product.node().types().getFirst().dtype() == DType.F64;
    this.bytes = wide ? 8 : 4;
    this.multiplier = Multiplier.of(wide, product.a(), product.b(),
        Math.min(product.m(), cut.rowsPerCall() * cut.callsPerTask()), Math.min(columns, product.n()), product.k());
    this.compiled = product.compiled();
    addresses.bind(product.a().base(), product.a().offset() * bytes, this.addresses, 0);
    addresses.bind(product.b().base(), product.b().offset() * bytes, this.addresses, 1);
    addresses.bind(product.node().result(0), this.addresses, 2);
    if (product.scratch() != null) {
      addresses.bind(product.scratch(), this.addresses, 3);
    }
  }

  Multiplier multiplier() {
    return multiplier;
  }

  @Override
  void work(int task) {
    int block = task % columnBlocks;
    int first = task / columnBlocks * cut.callsPerTask();
    int end = Math.min(cut.calls(), first + cut.callsPerTask());
    long row = cut.from(first);
    while (row < cut.from(end)) {
      long matrix = row / product.m();
      long behind = Math.min(cut.from(end), (matrix + 1) * product.m());
      rows(task, matrix, row - matrix * product.m(), (int) (behind - row), block * columns);
      row = behind;
    }
    if (epilogues.length > 0) {
      epilogues[block].calls(first, end);
    }
  }

  private void rows(int task, long matrix, long row, int rows, int column) {
    MatrixView a = product.a();
    MatrixView b = product.b();
    long fromA = addresses[0] + (a.batch().place(matrix) + row * (a.transposed() ? 1 : a.leading())) * bytes;
    long fromB = addresses[1] + (b.batch().place(matrix) + column * (b.transposed() ? b.leading() : 1)) * bytes;
    long to = addresses[2] + ((matrix * product.m() + row) * product.n() + column) * bytes;
    int ldc = product.n();
    int n = Math.min(columns, ldc - column);
    int k = product.k();
    if (compiled != null) {
      compiled.multiply(task, fromA, fromB, to, addresses[3]);
    } else {
      multiplier.multiply(wide, a, fromA, b, fromB, to, rows, n, k, ldc);
    }
  }
}
