package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.optimize.OrderedConv;
import ansatz.backend.jvm.internal.optimize.Patches;
import ansatz.backend.jvm.internal.optimize.Rearrange;
import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.primitive.Argmax;
import ansatz.tensor.primitive.Argsort;
import ansatz.tensor.primitive.Cholesky;
import ansatz.tensor.primitive.Concat;
import ansatz.tensor.primitive.Conv;
import ansatz.tensor.primitive.CumSum;
import ansatz.tensor.primitive.DynamicSlice;
import ansatz.tensor.primitive.DynamicUpdateSlice;
import ansatz.tensor.primitive.Eig;
import ansatz.tensor.primitive.Eigh;
import ansatz.tensor.primitive.Fft;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Lu;
import ansatz.tensor.primitive.Pad;
import ansatz.tensor.primitive.Philox;
import ansatz.tensor.primitive.Qr;
import ansatz.tensor.primitive.ScatterAdd;
import ansatz.tensor.primitive.Sddmm;
import ansatz.tensor.primitive.SegmentArgmax;
import ansatz.tensor.primitive.Spmm;
import ansatz.tensor.primitive.Svd;
import ansatz.tensor.primitive.TopkIndex;
import ansatz.tensor.primitive.TriangularSolve;
import ansatz.tensor.primitive.WindowArgmax;
import ansatz.tensor.primitive.WindowSum;
import java.util.Optional;

/** Which nodes there are loops for. Tensors are not empty. */
public final class Routines {
  private Routines() {}

  /** Whether there are loops for a primitive. */
  public static boolean has(Primitive primitive) {
    return switch (primitive) {
      case Concat _,Pad _,DynamicSlice _,DynamicUpdateSlice _,Gather _,ScatterAdd _ -> true;
      case Spmm _,Sddmm _,Argsort _,TopkIndex _,Conv _,OrderedConv _,Rearrange _,Patches _,Argmax _,SegmentArgmax _,CumSum _,WindowSum _,WindowArgmax _,Philox _ ->
        true;
      case Fft _,TriangularSolve _,Cholesky _,Qr _,Lu _,Eigh _,Svd _,Eig _ -> true;
      default -> false;
    };
  }

  /**
   * The loops of a node whose operands lie row-major.
   *
   * @param algebra where factorisations come from
   */
  public static Routine of(Node node, Optional<LinearAlgebra> algebra) {
    return switch (node.primitive()) {
      case Concat concat -> Joining.concat(node, concat);
      case Pad pad -> new Padding(node, pad);
      case DynamicSlice _ -> DynamicMove.slice(node);
      case DynamicUpdateSlice _ -> DynamicMove.update(node);
      case Gather(int batch) -> new RowGather(node, batch);
      case ScatterAdd scatter -> SortedScatter.isFor(node, scatter)
          ? new SortedScatter(node, scatter.batchAxes())
          : new RowScatter(node, scatter.batchAxes(), scatter.n());
      case Spmm(boolean transposed, int n) -> transposed
          ? new TransposedSparseProduct(node, n)
          : new SparseProduct(node, n);
      case Sddmm _ -> new SampledProduct(node);
      case Argsort(int axis, boolean descending) -> new LineOrder(node, axis, descending);
      case TopkIndex _ -> new LineOrder(node, node.operand(0).rank() - 1, true);
      case Argmax(int axis) -> new LineArgmax(node, axis);
      case SegmentArgmax(int batch, int _) -> new SegmentMaxima(node, batch);
      case CumSum(int axis, boolean reverse) -> new LineSums(node, axis, reverse);
      case WindowSum(var window) -> new WindowSums(node, window);
      case WindowArgmax(var window) -> new WindowMaxima(node, window);
      case Patches patches -> new Patching(node, patches);
      case Rearrange(var order) -> new Rearrangement(node, order);
      case Philox(var shape) -> new RandomBits(node, shape);
      case Fft(boolean inverse) -> new FourierTransform(node, inverse);
      case TriangularSolve solve -> new TriangularSystems(node, solve);
      case Cholesky _,Qr _,Lu _,Eigh _,Svd _,Eig _ -> new MatrixFactors(node, algebra.orElse(null));
      default -> throw new IllegalArgumentException("no loops for " + node);
    };
  }
}
