package ansatz.backend.jvm.internal.optimize;

import ansatz.tensor.DType;
import ansatz.tensor.Primitive;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Argmax;
import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Broadcast;
import ansatz.tensor.primitive.Compare;
import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Iota;
import ansatz.tensor.primitive.ReduceSum;
import ansatz.tensor.primitive.Reshape;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Select;
import ansatz.tensor.primitive.Unary;
import java.util.List;

/**
 * Elements picked from rows by an index: the one at the greatest element's index is the greatest; any other of a short
 * row is a sum in which one term is not masked, so that it fuses with what else passes over the row. A picked -0 may
 * become +0 by that.
 */
final class IndexRules implements Rule {
  /** Longer rows are better served by fetching the one element. */
  private static final int SHORT = 256;

  @Override
  public Tensor rewrite(Primitive primitive, List<Tensor> operands, Maker maker) {
    return switch (primitive) {
      case Gather(int batch) -> gather(batch, operands.get(0), operands.get(1), maker);
      case ScatterAdd(int batch, int n) -> scatter(batch, n, operands.get(0), operands.get(1), maker);
      default -> null;
    };
  }

  private static Tensor gather(int batch, Tensor x, Tensor index, Maker maker) {
    if (x.rank() != batch + 1 || index.rank() != batch || !x.dtype().isFloat()) {
      return null;
    }
    if (index.node().primitive() instanceof Argmax(int axis) && axis == batch) {
      Tensor searched = index.node().operand(0);
      if (searched == x) {
        return maker.make(new ReduceExtremum(true), x);
      }
      if (searched.node().primitive() == Unary.NEG && searched.node().operand(0) == x) {
        return maker.make(new ReduceExtremum(false), x);
      }
    }
    if (x.shape().extent(batch) > SHORT) {
      return null;
    }
    return maker.make(new ReduceSum(Axes.of(batch)),
        maker.make(new Select(), isPicked(x.shape(), index, maker), x, zeros(x, x.shape(), maker)));
  }

  private static Tensor scatter(int batch, int n, Tensor updates, Tensor index, Maker maker) {
    if (index.rank() != batch || updates.rank() != batch || n > SHORT || !updates.dtype().isFloat()) {
      return null;
    }
    Shape shape = updates.shape().insert(batch, n);
    Tensor spread = maker.make(new Broadcast(shape),
        maker.make(new Reshape(updates.shape().insert(batch, 1)), updates));
    return maker.make(new Select(), isPicked(shape, index, maker), spread, zeros(updates, shape, maker));
  }

  /** Whether the place along the last axis is the row's index. */
  private static Tensor isPicked(Shape shape, Tensor index, Maker maker) {
    Tensor rows = maker.make(new Reshape(index.shape().insert(index.rank(), 1)), index);
    Tensor places = maker.make(new Iota(DType.I32, shape.extent(-1)));
    return maker.make(Compare.EQ, maker.make(new Broadcast(shape), rows), maker.make(new Broadcast(shape), places));
  }

  private static Tensor zeros(Tensor like, Shape shape, Maker maker) {
    return maker.make(new Broadcast(shape), maker.make(new Constant(Values.scalar(like.dtype(), 0))));
  }
}
