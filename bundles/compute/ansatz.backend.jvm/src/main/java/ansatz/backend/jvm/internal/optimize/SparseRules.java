package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.DType;
import ansatz.tensor.Primitive;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Spmm;
import java.util.List;

/**
 * The transpose of a sparse matrix whose structure is known while compiling is arranged by rows then: its entries are
 * gathered in that order, once where their values are known too. Sums have the same terms in the same order.
 */
final class SparseRules implements Rule {
  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    if (!(primitive instanceof Spmm(boolean transposed, int n)) || !transposed
        || !(operands.get(1).node().primitive() instanceof Constant(Values pointers))
        || !(operands.get(2).node().primitive() instanceof Constant(Values columns))) {
      return null;
    }
    Transposed by = Transposed.of(pointers, columns, n);
    if (by.order.size() == 0) {
      return null;
    }
    Tensor values = operands.get(0).node().primitive() instanceof Constant(Values known)
        ? maker.make(new Constant(by.arranged(known)))
        : maker.make(new Gather(0), operands.get(0), maker.make(new Constant(by.order)));
    int m = pointers.size() - 1;
    return maker.make(new Spmm(false, m), values, maker.make(new Constant(by.pointers)),
        maker.make(new Constant(by.columns)), operands.get(3));
  }

  /**
   * The structure of a transpose.
   *
   * @param order which entry of the original each one is
   */
  private record Transposed(Values pointers, Values columns, Values order) {
    static Transposed of(Values pointers, Values columns, int n) {
      int m = pointers.size() - 1;
      int[] next = new int[n + 1];
      for (int row = 0; row < m; row++) {
        for (int e = (int) pointers.getLong(row); e < pointers.getLong(row + 1); e++) {
          if (isInside(columns, e, n)) {
            next[(int) columns.getLong(e) + 1]++;
          }
        }
      }
      Values starts = Values.zeros(TensorType.of(DType.I32, n + 1));
      for (int i = 0; i < n; i++) {
        next[i + 1] += next[i];
        starts.set(i + 1, next[i + 1]);
      }
      Values rows = Values.zeros(TensorType.of(DType.I32, next[n]));
      Values order = Values.zeros(rows.type());
      for (int row = 0; row < m; row++) {
        for (int e = (int) pointers.getLong(row); e < pointers.getLong(row + 1); e++) {
          if (isInside(columns, e, n)) {
            int place = next[(int) columns.getLong(e)]++;
            rows.set(place, row);
            order.set(place, e);
          }
        }
      }
      return new Transposed(starts, rows, order);
    }

    private static boolean isInside(Values columns, int entry, int n) {
      return columns.getLong(entry) >= 0 && columns.getLong(entry) < n;
    }

    Values arranged(Values values) {
      Values arranged = Values.zeros(order.type().with(values.type().dtype()));
      for (int i = 0; i < order.size(); i++) {
        arranged.set(i, values.get((int) order.getLong(i)));
      }
      return arranged;
    }
  }
}
